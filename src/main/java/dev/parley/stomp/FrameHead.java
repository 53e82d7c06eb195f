package dev.parley.stomp;

/**
 * A frame up to its blank line.
 *
 * @param headers the headers without {@code content-length}
 * @param bodyBytes the value of {@code content-length}, or {@link #UNTIL_NUL}
 * @param ignoresBody whether to skip a body that the command cannot have, instead of refusing the frame
 */
record FrameHead(StompCommand stompCommand, Headers headers, int bodyBytes, boolean ignoresBody) {
    /** The body ends at the first NUL. */
    static final int UNTIL_NUL = -1;

    static MalformedFrameException hasNoBody(StompCommand command) {
        return new MalformedFrameException(
                command + " frames have no body. End the frame with a NUL after the blank line.");
    }

    Frame with(ByteAccumulator body) throws MalformedFrameException {
        if (stompCommand.mayHaveBody()) {
            return new Frame(stompCommand, headers, Body.owning(body.toByteArray()));
        }
        if (body.size() > 0 && !ignoresBody) {
            throw hasNoBody(stompCommand);
        }
        return new Frame(stompCommand, headers);
    }
}
