package dev.parley.stomp;

/**
 * A frame up to its blank line.
 *
 * @param headers without {@code content-length}
 * @param bodyBytes what {@code content-length} says, or {@link #UNTIL_NUL}
 * @param ignoresBody whether a body this command has no use for is skipped instead of refused
 */
record FrameHead(Command command, Headers headers, int bodyBytes, boolean ignoresBody) {
    /** The first NUL ends the body. */
    static final int UNTIL_NUL = -1;

    static MalformedFrame hasNoBody(Command command) {
        return new MalformedFrame(command + " frames have no body. End the frame with a NUL behind the blank line.");
    }

    Frame with(Gathered body) throws MalformedFrame {
        if (command.mayHaveBody()) {
            return new Frame(command, headers, Body.owning(body.toByteArray()));
        }
        if (body.size() > 0 && !ignoresBody) {
            throw hasNoBody(command);
        }
        return new Frame(command, headers);
    }
}
