package dev.parley.stomp;

import java.nio.charset.StandardCharsets;

/**
 * Turns frames into bytes of one version. Lines end with a line feed; a frame with a body says its {@code
 * content-length} (STOMP 1.2, "Header content-length"). Immutable, any thread.
 *
 * <p>Until a version is agreed upon, 1.0 is the one to write: nothing in such a frame needs to be unescaped.
 */
public final class StompEncoder {
    private final StompVersion version;

    /**
     * @param version what was agreed upon with who reads the frames
     */
    public StompEncoder(StompVersion version) {
        this.version = version;
    }

    /**
     * The frame as bytes.
     *
     * @throws IllegalArgumentException if a header has a character that the version cannot say: NUL; in 1.1 a carriage
     *     return; in 1.0, CONNECT, STOMP and CONNECTED any line break, and a colon in a name
     */
    public EncodedFrame encode(Frame frame) {
        StompVersion escaping = frame.stompCommand().opensSession() ? StompVersion.V1_0 : version;
        StringBuilder head = new StringBuilder(256);
        head.append(frame.stompCommand().name()).append('\n');
        frame.headers().forEach((name, value) -> {
            HeaderEscaping.encode(head, name, escaping, true);
            head.append(':');
            HeaderEscaping.encode(head, value, escaping, false);
            head.append('\n');
        });
        if (!frame.body().isEmpty()) {
            head.append(Headers.CONTENT_LENGTH)
                    .append(':')
                    .append(frame.body().size())
                    .append('\n');
        }
        head.append('\n');
        return new EncodedFrame(head.toString().getBytes(StandardCharsets.UTF_8), frame.body());
    }

    /**
     * The frame as bytes in an array of its own, of exactly their size.
     *
     * @throws IllegalArgumentException as {@link #encode}
     */
    public byte[] bytes(Frame frame) {
        return encode(frame).toByteArray();
    }
}
