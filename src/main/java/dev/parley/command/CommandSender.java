package dev.parley.command;

import dev.parley.chat.room.RoomName;
import dev.parley.chat.session.Session;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Port: the connection a command was typed on. None of its methods blocks. */
public interface CommandSender {

    /** Whose connection it is. */
    Session session();

    /** The room it was typed in. */
    RoomName room();

    /** Goes to a room, each connection in its way; answers with what is to be said of it, which may be nothing. */
    CompletionStage<List<String>> join(RoomName room);

    /** Leaves a room; answers as {@link #join} does. */
    CompletionStage<List<String>> leave(RoomName room);

    /** Shows the last so many messages of the room; answers with what is to be said besides. */
    CompletionStage<List<String>> last(int messages);

    /** Ends the connection after what is still to be said. */
    void quit();
}
