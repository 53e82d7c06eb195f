package dev.parley.terminal.session;

/**
 * What a receipt was asked for.
 *
 * @param room the room it was about, or the person
 */
record Asked(Purpose purpose, String room) {

    /** What the answer is needed for. */
    enum Purpose {
        ENTERING,
        COMMAND,
        HELP,
        DIRECT
    }
}
