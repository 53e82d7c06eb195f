package dev.parley.chat.room;

import dev.parley.text.Position;

/** The start of a replay that a client requests. */
public sealed interface ReplayFrom permits ReplayFrom.Last, ReplayFrom.After {

    /** The last messages; 0 for none. */
    record Last(int messages) implements ReplayFrom {
        /** Checks the number. */
        public Last {
            if (messages < 0) {
                throw new IllegalArgumentException("not " + messages + " messages");
            }
        }
    }

    /** All messages after a position. */
    record After(Position position) implements ReplayFrom {}
}
