package dev.parley.command;

import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.session.Session;
import dev.parley.text.RoomName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Port: the connection that a command was typed on. No method blocks. */
public interface CommandSender {

    /** Returns the session. */
    Session session();

    /** Returns the room in which the command was typed. */
    RoomName room();

    /**
     * Joins a room in the way of the dialect; returns the lines of the reply, which may be empty.
     *
     * @param key the key of a private room, or the secret of an invitation to it; null for none
     */
    CompletionStage<List<String>> join(RoomName room, @Nullable String key);

    /** Leaves a room; returns the lines of the reply. */
    CompletionStage<List<String>> leave(RoomName room);

    /** Shows the last messages of the room; returns further lines of the reply. */
    CompletionStage<List<String>> last(int messages);

    /** Returns the users whose messages are hidden; null if the client decides on that. */
    default @Nullable IgnoredUsers ignoredUsers() {
        return null;
    }

    /** Finds the user of a nickname; completes on the thread of the connection. */
    default CompletionStage<Optional<NicknameRegistry.Claim>> find(String name) {
        return session().chatServer().findUser(name);
    }

    /** Closes the connection after the pending output. */
    void quit();
}
