package dev.parley.websocket.tomcat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks the encoding of text messages and pings, and its reuse for the next session. */
class WebSocketFrameEncoderTest {

    private static final byte[] HELLO = "hello".getBytes(UTF_8);
    private static final byte[] WORLD = "world".getBytes(UTF_8);

    private final WebSocketFrameEncoder encoder = new WebSocketFrameEncoder();

    private static byte[] toBytes(ByteBuffer frames) {
        byte[] bytes = new byte[frames.remaining()];
        frames.get(bytes);
        return bytes;
    }

    private byte[] encode(boolean ping, byte[]... texts) {
        return toBytes(encoder.fill(
                List.of(texts),
                Arrays.stream(texts).mapToInt(text -> text.length).sum(),
                ping,
                null));
    }

    @Test
    void eachTextIsEncodedAsOneFrame() {
        assertThat(encode(false, HELLO, WORLD)).isEqualTo("\u0081\u0005hello\u0081\u0005world".getBytes(ISO_8859_1));
    }

    @Test
    void sameTextsAreEncodedToTheSameBytesAgain() {
        byte[] first = encode(false, HELLO, WORLD);

        assertThat(encode(false, HELLO, WORLD)).isEqualTo(first);
    }

    @Test
    void differentTextsOfTheSameNumberAreEncodedAnew() {
        encode(false, HELLO, WORLD);

        assertThat(encode(false, WORLD, HELLO)).isEqualTo("\u0081\u0005world\u0081\u0005hello".getBytes(ISO_8859_1));
    }

    @Test
    void pingIsEncodedOnlyWhenRequested() {
        assertThat(encode(true, HELLO)).isEqualTo("\u0089\u0000\u0081\u0005hello".getBytes(ISO_8859_1));
        assertThat(encode(false, HELLO)).isEqualTo("\u0081\u0005hello".getBytes(ISO_8859_1));
        assertThat(encode(true, HELLO)).isEqualTo("\u0089\u0000\u0081\u0005hello".getBytes(ISO_8859_1));
    }

    @Test
    void pongIsEncodedWithItsPayload() {
        byte[] frames = toBytes(encoder.fill(List.of(HELLO), HELLO.length, false, "id".getBytes(ISO_8859_1)));

        assertThat(frames).isEqualTo("\u008a\u0002id\u0081\u0005hello".getBytes(ISO_8859_1));
        assertThat(encode(false, HELLO)).isEqualTo("\u0081\u0005hello".getBytes(ISO_8859_1));
    }

    @Test
    void textTooLargeForTheBufferDoesNotAffectLaterFrames() {
        byte[] large = new byte[200_000];
        encode(false, HELLO);

        assertThat(encode(false, large)).hasSize(200_000 + 10).startsWith(0x81, 127, 0, 0, 0, 0, 0, 3, 0x0d, 0x40);
        assertThat(encode(false, HELLO)).isEqualTo("\u0081\u0005hello".getBytes(ISO_8859_1));
    }
}
