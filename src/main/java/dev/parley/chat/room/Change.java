package dev.parley.chat.room;

import java.time.Instant;

/** A change of a message, which is delivered even if the message has expired. */
public sealed interface Change extends LogEntry permits Edit, Deletion, Reaction {

    /** Returns the sequence number of the message. */
    long target();

    /** Returns the time of the message. */
    Instant targetAt();

    @Override
    default long characters() {
        return 0;
    }
}
