package dev.parley.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the limits of frames, headers and bodies. */
class FrameLimitsTest {
    private static final int TEN_MEGABYTES = 10_000_000;

    /** Returns how many bytes the decoder consumes before it refuses the input. */
    private static int bytesDecodedBeforeRefusal(String start, StompDecoder decoder) {
        ByteBuffer bytes = ByteBuffer.allocate(TEN_MEGABYTES);
        while (bytes.hasRemaining()) {
            bytes.put((byte) 'x');
        }
        bytes.rewind().put(SplitStream.bytes(start)).rewind();
        try {
            decoder.decode(bytes);
        } catch (MalformedFrameException ignored) {
            return bytes.position();
        }
        throw new AssertionError("Ten megabytes were not refused");
    }

    private static StompDecoder connectedDecoder() {
        return SplitStream.fromClient(StompVersion.V1_2).reader();
    }

    @Test
    void tenMegabyteLineIsRefusedEarly() {
        assertThat(bytesDecodedBeforeRefusal("", connectedDecoder())).isLessThanOrEqualTo(13);
        assertThat(bytesDecodedBeforeRefusal("SEND\n", connectedDecoder())).isEqualTo(5 + 16 * 1024 + 1);
        assertThat(bytesDecodedBeforeRefusal("SEND\n\n", connectedDecoder())).isLessThanOrEqualTo(64 * 1024);
        assertThat(bytesDecodedBeforeRefusal(
                        "CONNECT\n", SplitStream.beforeConnected().reader()))
                .isEqualTo(8 * 1024 + 1);
    }

    @Test
    void headersAreRefusedAtTheFirstOneOverTheLimit() {
        SplitStream splitStream = SplitStream.fromClient(StompVersion.V1_2).decode("SEND\n" + "a:b\n".repeat(64));
        assertThat(splitStream.error()).isEmpty();

        assertThat(splitStream.decode("a:b\n").error()).contains("At most 64");
        assertThat(SplitStream.fromClient(StompVersion.V1_2)
                        .decode("SEND\n" + "a:b\n".repeat(1000) + "\n\0")
                        .frames())
                .isEmpty();
    }

    @Test
    void totalSizeOfHeadersIsLimited() {
        FrameLimits limits = new FrameLimits(1000, 64, 10);

        assertThat(SplitStream.within(limits)
                        .decode("SEND\na:bc\nd:e\n\n\0")
                        .frame()
                        .headers())
                .isEqualTo(Headers.of("a", "bc", "d", "e"));
        assertThat(SplitStream.within(limits).decode("SEND\na:bc\nd:ef\n\n\0").error())
                .contains("At most 10 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SEND\n\n1234\0", "SEND\ncontent-length:4\n\n1234\0", "SEND\r\na:b\r\n\r\n\0"})
    void frameOfMaximumSizeIsAcceptedAndOneByteMoreIsRefused(String frame) {
        int size = SplitStream.bytes(frame).length;

        assertThat(SplitStream.within(new FrameLimits(size, 64, size))
                        .decode(frame)
                        .frames())
                .hasSize(1);
        assertThat(SplitStream.within(new FrameLimits(size - 1, 64, size))
                        .decode(frame)
                        .error())
                .contains("At most " + (size - 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"65536", "2147483647", "2147483648", "99999999999999999999999999"})
    void hugeContentLengthIsRefusedBeforeTheBody(String claimed) {
        assertThat(SplitStream.fromClient(StompVersion.V1_2)
                        .decode("SEND\ncontent-length:" + claimed + "\n\n")
                        .error())
                .contains("At most 65536");
    }

    @Test
    void contentLengthOverIntMaxIsRefused() {
        FrameLimits unlimited = new FrameLimits(Integer.MAX_VALUE, 64, 1024);

        assertThat(SplitStream.within(unlimited)
                        .decode("SEND\ncontent-length:99999999999999999999\n\n")
                        .error())
                .contains("At most " + Integer.MAX_VALUE);
    }

    @Test
    void contentLengthAllocatesNoMemory() {
        FrameLimits unlimited = new FrameLimits(Integer.MAX_VALUE, 64, 1024);
        SplitStream[] splitStreams = new SplitStream[64];
        for (int i = 0; i < splitStreams.length; i++) {
            splitStreams[i] = SplitStream.within(unlimited).decode("SEND\ncontent-length:1000000000\n\nx");
            assertThat(splitStreams[i].error()).isEmpty();
            assertThat(splitStreams[i].reader().isWithinFrame()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+1", "NaN", "", "0x10", "1e3", "1.0", " 1", "1 ", "١", "one"})
    void nonNumericContentLengthIsRefused(String claimed) {
        assertThat(SplitStream.fromClient(StompVersion.V1_2)
                        .decode("SEND\ncontent-length:" + claimed + "\n\n")
                        .error())
                .contains("content-length");
    }

    @Test
    void leadingZerosInContentLengthAreAccepted() {
        assertThat(SplitStream.fromClient(StompVersion.V1_2)
                        .decode("SEND\ncontent-length:00000000000000000002\n\nhi\0")
                        .frame()
                        .body())
                .isEqualTo(Body.of("hi"));
    }

    @Test
    void connectedClientMaySendLargerFrames() {
        String large = "SEND\n\n" + "x".repeat(20_000) + "\0";

        assertThat(SplitStream.beforeConnected().decode(large).error()).contains("At most 8192");
        assertThat(SplitStream.fromClient(StompVersion.V1_2).decode(large).frames())
                .hasSize(1);
    }

    @Test
    void limitsMustBePositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameLimits(0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameLimits(1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameLimits(1, 1, 0));
    }
}
