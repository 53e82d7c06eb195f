package dev.parley.client.session;

/**
 * What a receipt was asked for.
 *
 * @param room the room it was about, or the person
 */
record PendingRequest(Purpose purpose, String room) {

    /** What the answer is needed for. */
    enum Purpose {
        ENTERING,
        COMMAND,
        HELP,
        DIRECT
    }
}
