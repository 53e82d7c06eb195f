package dev.parley.room;

/** From where somebody who joins a room wants to hear what was said. */
public sealed interface Since permits Since.Last, Since.After {

    /** The last so many messages; 0 for none. */
    record Last(int messages) implements Since {
        /** Checks the number. */
        public Last {
            if (messages < 0) {
                throw new IllegalArgumentException("not " + messages + " messages");
            }
        }
    }

    /** Everything after this place. */
    record After(Position position) implements Since {}
}
