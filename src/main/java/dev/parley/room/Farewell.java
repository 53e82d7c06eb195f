package dev.parley.room;

/**
 * Why a connection ends, told to it before it is closed. The catalogue is this class: a code never changes its
 * meaning; {@code docs/refusals.md} lists them.
 *
 * @param code stable, for programs
 * @param sentence for the person who is sent off
 * @param comeBack whether a program may try again by itself
 */
public record Farewell(String code, String sentence, boolean comeBack) {

    /** The person's own wish. */
    public static Farewell quit() {
        return new Farewell("quit", "Goodbye.", false);
    }

    /** The same token came in by another connection. */
    public static Farewell replaced() {
        return new Farewell("replaced", "You came in from somewhere else, so this connection ends.", false);
    }

    /** No byte was taken for too long. */
    public static Farewell tooSlow() {
        return new Farewell("too-slow", "Your connection took nothing for too long. Come back and read on.", true);
    }

    /** The server ends. */
    public static Farewell shuttingDown() {
        return new Farewell("shutting-down", "The server is shutting down. Goodbye.", true);
    }

    /** The operator sends everybody off; the server stays. */
    public static Farewell sentOff() {
        return new Farewell("sent-off", "The operator has sent everybody off. You may come back.", false);
    }

    /** The operator sends one person off. */
    public static Farewell kicked(String reason) {
        return new Farewell(
                "kicked", "The operator has sent you off" + (reason.isEmpty() ? "." : ": " + reason), false);
    }

    /** The operator keeps this person, or everybody from its address, out; {@code term} says how long. */
    static Farewell banned(String term) {
        return new Farewell("banned", "The operator has banned you from this server" + term + ".", false);
    }

    /** The server has as many connections as it may. */
    public static Farewell full() {
        return new Farewell("full", "The server is full. Try again in a while.", true);
    }

    /** This address has as many connections as one may. */
    public static Farewell fullForAddress() {
        return new Farewell(
                "full-for-address", "There are too many connections from your address. Close one and try again.", true);
    }

    /** Nobody said who it is in time. */
    public static Farewell nameless() {
        return new Farewell("nameless", "You gave no name in time. Connect again when you like.", true);
    }

    /** What came in cannot be understood; {@code what} is a whole sentence. */
    public static Farewell malformed(String what) {
        return new Farewell("malformed", what, false);
    }

    /** A request could not be answered in time, or the history could not be read. */
    public static Farewell storageFailed() {
        return new Farewell(
                "storage-failed", "The server could not read or store messages in time. Come back in a while.", true);
    }
}
