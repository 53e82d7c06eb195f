package dev.parley.chat.room;

import dev.parley.text.Position;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a room's log: a message, or a change of one. The log is append-only: a change has a sequence number of its
 * own, and follows the message. The message itself is read with the changes that were made to it.
 */
public sealed interface LogEntry permits Message, Change {

    /** Returns the position in the room's log. */
    Position position();

    /** Returns the time of the commit, in milliseconds. */
    Instant at();

    /** Returns the id of the user, see {@link dev.parley.chat.identity.User#id()}; never shown to other users. */
    String person();

    /** Returns the nickname of the user. */
    String name();

    /** Returns the transport of the user, see {@link dev.parley.chat.identity.ClientInfo#via()}. */
    String via();

    /** Returns the id that the user chose. */
    @Nullable
    Reference reference();

    /** Returns the event that delivers the entry. */
    RoomEvent.Logged event();

    /** Returns the number of characters of the texts, about. */
    long characters();
}
