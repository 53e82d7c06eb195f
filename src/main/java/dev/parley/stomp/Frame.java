package dev.parley.stomp;

/**
 * A frame. The codec adds and removes the {@code content-length} header, so a frame never has it.
 *
 * @param stompCommand the command
 * @param headers the headers without escapes and without {@code content-length}
 * @param body the body; empty unless the command may have one
 */
public record Frame(StompCommand stompCommand, Headers headers, Body body) implements StompInput {
    /**
     * @throws IllegalArgumentException if the command may not have a body but there is one (STOMP 1.2, "Body"), or if
     *     there is a {@code content-length} header
     */
    public Frame {
        if (!body.isEmpty() && !stompCommand.mayHaveBody()) {
            throw new IllegalArgumentException(
                    stompCommand + " frames cannot have a body, but this one has " + body.size() + " bytes.");
        }
        if (headers.has(Headers.CONTENT_LENGTH)) {
            throw new IllegalArgumentException("The encoder adds the content-length header. Do not set it.");
        }
    }

    /** Creates a frame without a body. */
    public Frame(StompCommand stompCommand, Headers headers) {
        this(stompCommand, headers, Body.EMPTY);
    }

    /** Returns the command, the names of the headers and the size of the body, without secrets or messages. */
    @Override
    public String toString() {
        return stompCommand + " " + headers + " " + body;
    }
}
