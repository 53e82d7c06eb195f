package dev.parley.stomp;

/**
 * A frame up to its blank line.
 *
 * @param headers without {@code content-length}
 * @param bodyBytes what {@code content-length} says, or {@link #UNTIL_NUL}
 * @param ignoresBody whether a body this command has no use for is skipped instead of refused
 */
record FrameHead(StompCommand stompCommand, Headers headers, int bodyBytes, boolean ignoresBody) {
    /** The first NUL ends the body. */
    static final int UNTIL_NUL = -1;

    static MalformedFrameException hasNoBody(StompCommand stompCommand) {
        return new MalformedFrameException(
                stompCommand + " frames have no body. End the frame with a NUL behind the blank line.");
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
