package dev.parley.command;

import dev.parley.chat.session.Session;
import dev.parley.text.RoomName;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Port: the connection that a command was typed on. No method blocks. */
public interface CommandSender {

    /** Returns the session. */
    Session session();

    /** Returns the room in which the command was typed. */
    RoomName room();

    /** Joins a room in the way of the dialect; returns the lines of the reply, which may be empty. */
    CompletionStage<List<String>> join(RoomName room);

    /** Leaves a room; returns the lines of the reply. */
    CompletionStage<List<String>> leave(RoomName room);

    /** Shows the last messages of the room; returns further lines of the reply. */
    CompletionStage<List<String>> last(int messages);

    /** Closes the connection after the pending output. */
    void quit();
}
