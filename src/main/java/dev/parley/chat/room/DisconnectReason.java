package dev.parley.chat.room;

/**
 * Why a connection ends, told to it before it is closed. The catalogue is this class: a code never changes its
 * meaning; {@code docs/protocol.md} lists them.
 *
 * @param code stable, for programs
 * @param sentence for the person who is sent off
 * @param comeBack whether a program may try again by itself
 */
public record DisconnectReason(String code, String sentence, boolean comeBack) {

    /** The person's own wish. */
    public static DisconnectReason quit() {
        return new DisconnectReason("quit", "Goodbye.", false);
    }

    /** The same token came in by another connection. */
    public static DisconnectReason replaced() {
        return new DisconnectReason("replaced", "You came in from somewhere else, so this connection ends.", false);
    }

    /** No byte was taken for too long. */
    public static DisconnectReason tooSlow() {
        return new DisconnectReason(
                "too-slow", "Your connection took nothing for too long. Come back and read on.", true);
    }

    /** The server ends. */
    public static DisconnectReason shuttingDown() {
        return new DisconnectReason("shutting-down", "The server is shutting down. Goodbye.", true);
    }

    /** The operator sends everybody off; the server stays. */
    public static DisconnectReason disconnectedByOperator() {
        return new DisconnectReason("sent-off", "The operator has sent everybody off. You may come back.", false);
    }

    /** The operator sends one person off. */
    public static DisconnectReason kicked(String reason) {
        return new DisconnectReason(
                "kicked", "The operator has sent you off" + (reason.isEmpty() ? "." : ": " + reason), false);
    }

    /** The operator keeps this person, or everybody from its address, out; {@code term} says how long. */
    public static DisconnectReason banned(String term) {
        return new DisconnectReason("banned", "The operator has banned you from this server" + term + ".", false);
    }

    /** The server has as many connections as it may. */
    public static DisconnectReason serverFull() {
        return new DisconnectReason("full", "The server is full. Try again in a while.", true);
    }

    /** This address has as many connections as one may. */
    public static DisconnectReason addressLimit() {
        return new DisconnectReason(
                "full-for-address", "There are too many connections from your address. Close one and try again.", true);
    }

    /** Nobody said who it is in time. */
    public static DisconnectReason loginTimeout() {
        return new DisconnectReason("nameless", "You gave no name in time. Connect again when you like.", true);
    }

    /** What came in cannot be understood; {@code what} is a whole sentence. */
    public static DisconnectReason malformed(String what) {
        return new DisconnectReason("malformed", what, false);
    }

    /** A request could not be answered in time, or the history could not be read. */
    public static DisconnectReason storageFailed() {
        return new DisconnectReason(
                "storage-failed", "The server could not read or store messages in time. Come back in a while.", true);
    }
}
