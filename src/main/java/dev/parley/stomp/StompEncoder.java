package dev.parley.stomp;

import java.nio.charset.StandardCharsets;

/**
 * Encodes frames for one version. Lines end with a line feed; a frame with a body has a {@code content-length} (STOMP
 * 1.2, "Header content-length"). Immutable and safe from any thread.
 *
 * <p>Use 1.0 before the negotiation: such frames have no escapes.
 */
public final class StompEncoder {
    private final StompVersion version;

    /**
     * @param version the negotiated version
     */
    public StompEncoder(StompVersion version) {
        this.version = version;
    }

    /**
     * Encodes a frame.
     *
     * @throws IllegalArgumentException if the version cannot encode a character of a header: NUL; in 1.1 a carriage
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
     * Encodes a frame into a new array.
     *
     * @throws IllegalArgumentException see {@link #encode}
     */
    public byte[] bytes(Frame frame) {
        return encode(frame).toByteArray();
    }
}
