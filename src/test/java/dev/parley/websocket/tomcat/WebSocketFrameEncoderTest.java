package dev.parley.websocket.tomcat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebSocketFrameEncoderTest {

    private static final byte[] HELLO = "hello".getBytes(UTF_8);
    private static final byte[] WORLD = "world".getBytes(UTF_8);

    private final WebSocketFrameEncoder buffer = new WebSocketFrameEncoder();

    private static byte[] taken(ByteBuffer frames) {
        byte[] bytes = new byte[frames.remaining()];
        frames.get(bytes);
        return bytes;
    }

    private byte[] filled(boolean ping, byte[]... texts) {
        return taken(buffer.fill(
                List.of(texts),
                Arrays.stream(texts).mapToInt(text -> text.length).sum(),
                ping));
    }

    @Test
    void eachTextIsAFrameOfItsOwn() {
        assertThat(filled(false, HELLO, WORLD)).isEqualTo("\u0081\u0005hello\u0081\u0005world".getBytes(ISO_8859_1));
    }

    @Test
    void theNextReaderGetsTheSameBytesAgain() {
        byte[] first = filled(false, HELLO, WORLD);

        assertThat(filled(false, HELLO, WORLD)).isEqualTo(first);
    }

    @Test
    void otherTextsOfTheSameNumberAreNotTakenForThem() {
        filled(false, HELLO, WORLD);

        assertThat(filled(false, WORLD, HELLO)).isEqualTo("\u0081\u0005world\u0081\u0005hello".getBytes(ISO_8859_1));
    }

    @Test
    void aPingIsForOneReaderOnly() {
        assertThat(filled(true, HELLO)).isEqualTo("\u0089\u0000\u0081\u0005hello".getBytes(ISO_8859_1));
        assertThat(filled(false, HELLO)).isEqualTo("\u0081\u0005hello".getBytes(ISO_8859_1));
        assertThat(filled(true, HELLO)).isEqualTo("\u0089\u0000\u0081\u0005hello".getBytes(ISO_8859_1));
    }

    @Test
    void whatIsTooLargeForTheMemoryLeavesItAsItIs() {
        byte[] large = new byte[200_000];
        filled(false, HELLO);

        assertThat(filled(false, large)).hasSize(200_000 + 10).startsWith(0x81, 127, 0, 0, 0, 0, 0, 3, 0x0d, 0x40);
        assertThat(filled(false, HELLO)).isEqualTo("\u0081\u0005hello".getBytes(ISO_8859_1));
    }
}
