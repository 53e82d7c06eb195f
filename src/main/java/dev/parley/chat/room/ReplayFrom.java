package dev.parley.chat.room;

/** From where somebody who joins a room wants to hear what was said. */
public sealed interface ReplayFrom permits ReplayFrom.Last, ReplayFrom.After {

    /** The last so many messages; 0 for none. */
    record Last(int messages) implements ReplayFrom {
        /** Checks the number. */
        public Last {
            if (messages < 0) {
                throw new IllegalArgumentException("not " + messages + " messages");
            }
        }
    }

    /** Everything after this place. */
    record After(Position position) implements ReplayFrom {}
}
