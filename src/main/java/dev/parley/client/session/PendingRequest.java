package dev.parley.client.session;

/**
 * A request that waits for its receipt.
 *
 * @param room the room that it concerns
 */
record PendingRequest(Purpose purpose, String room) {

    /** The purpose of a request. */
    enum Purpose {
        JOIN,
        COMMAND,
        HELP
    }
}
