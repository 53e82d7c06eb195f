package dev.parley.tcp.dialect.basic;

import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.Message;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Port: how a dialect writes events, notices and messages. Immutable; thread-safe. The arrays that it returns are shared
 * and must not be modified.
 */
public interface EventFormat {

    /** The kinds of changes in a room. */
    enum Change {
        JOINED,
        LEFT,
        /** A change of a nickname or of the topic, or reactions. */
        OTHER,
        /** A change of the text of a message. */
        MESSAGE
    }

    /** Formats a message. */
    byte[] message(Message message);

    /** Formats a direct message for its recipient. */
    byte[] direct(DirectMessage message);

    /** Formats a notice of the server. */
    byte[] notice(String sentence);

    /** Formats the reply to a command, which has at least one line. */
    byte[] answer(List<String> lines);

    /**
     * Formats the first event of a room.
     *
     * @param sentence the name of the room and of the users in it
     * @param namesAll whether the sentence names all users
     * @param topic the topic; may be empty
     */
    byte[] welcome(String sentence, boolean namesAll, String topic);

    /** Formats changes that happened together; in order of their kinds. */
    byte[] changes(Instant at, RoomName room, Map<Change, String> changes);

    /** Returns the notice before replayed messages; null for none. */
    byte @Nullable [] replayStart();

    /**
     * Returns the notice before live messages; null for none.
     *
     * @param isFirstRoom whether this is the first room of the session
     * @param isReplayed whether messages were replayed
     */
    byte @Nullable [] replayEnd(boolean isFirstRoom, boolean isReplayed);

    /** Returns the time zone of the times that texts contain. */
    ZoneId zone();

    /** Returns the line between a message and one with another result, with its line end; empty for none. */
    String separator(Instant at);
}
