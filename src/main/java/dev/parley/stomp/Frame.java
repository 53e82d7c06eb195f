package dev.parley.stomp;

/**
 * One frame. How long its body is says the body; the {@code content-length} header belongs to the bytes on the wire, so
 * the writer adds it, the reader takes it away, and a frame has none.
 *
 * @param stompCommand what it is about
 * @param headers without escapes, without {@code content-length}
 * @param body empty unless the command may have one
 */
public record Frame(StompCommand stompCommand, Headers headers, Body body) implements StompInput {
    /**
     * @throws IllegalArgumentException if the command may not have a body but there is one (STOMP 1.2, "Body"), or if
     *     there is a {@code content-length} header
     */
    public Frame {
        if (!body.isEmpty() && !stompCommand.mayHaveBody()) {
            throw new IllegalArgumentException(
                    stompCommand + " frames have no body, this one has " + body.size() + " bytes.");
        }
        if (headers.has(Headers.CONTENT_LENGTH)) {
            throw new IllegalArgumentException("The content-length header is written from the body; do not set it.");
        }
    }

    /** A frame without a body. */
    public Frame(StompCommand stompCommand, Headers headers) {
        this(stompCommand, headers, Body.EMPTY);
    }

    /** Command, names of headers, size of the body: neither secrets nor what people write. */
    @Override
    public String toString() {
        return stompCommand + " " + headers + " " + body;
    }
}
