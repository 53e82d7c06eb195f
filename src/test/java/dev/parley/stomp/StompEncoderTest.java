package dev.parley.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks that encoded frames are decoded unchanged. */
class StompEncoderTest {
    private static final Frame MESSAGE = new Frame(
            StompCommand.MESSAGE,
            Headers.of("subscription", "s1", "message-id", "lobby@e:7", "back", "a\\c\\", "who", "zoë 🦜", "empty", ""),
            Body.of("{\"text\":\"é\0\"}"));

    @ParameterizedTest
    @EnumSource(StompVersion.class)
    void encodedFramesAreDecodedInEveryVersion(StompVersion version) {
        byte[] bytes = new StompEncoder(version).bytes(MESSAGE);

        assertThat(SplitStream.fromServer(version).decode(bytes).frame()).isEqualTo(MESSAGE);
    }

    @ParameterizedTest
    @EnumSource(StompCommand.class)
    void everyCommandIsDecodedByTheOtherEnd(StompCommand stompCommand) {
        Frame frame = new Frame(stompCommand, Headers.of("version", "1.2", "accept-version", "1.2", "x", "y"));
        byte[] bytes = new StompEncoder(StompVersion.V1_2).bytes(frame);
        SplitStream splitStream = stompCommand.sender() == Peer.CLIENT
                ? SplitStream.fromClient(StompVersion.V1_2)
                : SplitStream.fromServer(StompVersion.V1_2);

        assertThat(splitStream.decode(bytes).frame()).isEqualTo(frame);
    }

    @Test
    void frameWithABodyHasItsLengthInBytes() {
        byte[] bytes = new StompEncoder(StompVersion.V1_2)
                .bytes(new Frame(StompCommand.MESSAGE, Headers.of("a", "b"), Body.of("é")));

        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("MESSAGE\na:b\ncontent-length:2\n\né\0");
    }

    @Test
    void frameWithoutABodyHasNoContentLength() {
        byte[] bytes = new StompEncoder(StompVersion.V1_2).bytes(new Frame(StompCommand.DISCONNECT, Headers.NONE));

        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("DISCONNECT\n\n\0");
    }

    @Test
    void encodedFrameIsCopiedIntoALargerArray() {
        EncodedFrame encoded = new StompEncoder(StompVersion.V1_1).encode(MESSAGE);
        byte[] target = new byte[encoded.size() + 4];
        target[target.length - 1] = 42;

        encoded.copyTo(target, 3);

        assertThat(target)
                .containsSubsequence(encoded.toByteArray())
                .startsWith(0, 0, 0, 'M')
                .endsWith(0, 42);
        assertThat(encoded.toByteArray()).hasSize(encoded.size());
    }

    @Test
    void tooSmallArrayIsUnchanged() {
        EncodedFrame encoded = new StompEncoder(StompVersion.V1_1).encode(MESSAGE);
        byte[] tooSmall = new byte[encoded.size()];

        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> encoded.copyTo(tooSmall, 1));
        assertThat(tooSmall).containsOnly(0);
    }
}
