package dev.parley.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameLimitsTest {
    private static final int TEN_MEGABYTES = 10_000_000;

    /** How many bytes of this the reader takes before it refuses them. */
    private static int takenOf(String start, StompDecoder reader) {
        ByteBuffer bytes = ByteBuffer.allocate(TEN_MEGABYTES);
        while (bytes.hasRemaining()) {
            bytes.put((byte) 'x');
        }
        bytes.rewind().put(SplitStream.bytes(start)).rewind();
        try {
            reader.decode(bytes);
        } catch (MalformedFrameException ignored) {
            return bytes.position();
        }
        throw new AssertionError("Ten megabytes were not refused");
    }

    private static StompDecoder accepted() {
        return SplitStream.fromClient(StompVersion.V1_2).reader();
    }

    @Test
    void aLineOfTenMegabytesIsRefusedEarly() {
        assertThat(takenOf("", accepted())).isLessThanOrEqualTo(13);
        assertThat(takenOf("SEND\n", accepted())).isEqualTo(5 + 16 * 1024 + 1);
        assertThat(takenOf("SEND\n\n", accepted())).isLessThanOrEqualTo(64 * 1024);
        assertThat(takenOf("CONNECT\n", SplitStream.fromStranger().reader())).isEqualTo(8 * 1024 + 1);
    }

    @Test
    void aThousandHeadersAreRefusedAtTheFirstThatIsTooMany() {
        SplitStream splitStream = SplitStream.fromClient(StompVersion.V1_2).hear("SEND\n" + "a:b\n".repeat(64));
        assertThat(splitStream.refusal()).isEmpty();

        assertThat(splitStream.hear("a:b\n").refusal()).contains("At most 64");
        assertThat(SplitStream.fromClient(StompVersion.V1_2)
                        .hear("SEND\n" + "a:b\n".repeat(1000) + "\n\0")
                        .frames())
                .isEmpty();
    }

    @Test
    void allHeadersTogetherHaveALimit() {
        FrameLimits limits = new FrameLimits(1000, 64, 10);

        assertThat(SplitStream.within(limits)
                        .hear("SEND\na:bc\nd:e\n\n\0")
                        .frame()
                        .headers())
                .isEqualTo(Headers.of("a", "bc", "d", "e"));
        assertThat(SplitStream.within(limits).hear("SEND\na:bc\nd:ef\n\n\0").refusal())
                .contains("At most 10 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SEND\n\n1234\0", "SEND\ncontent-length:4\n\n1234\0", "SEND\r\na:b\r\n\r\n\0"})
    void aFrameOfJustTheLimitIsHeardAndOneByteMoreIsRefused(String frame) {
        int size = SplitStream.bytes(frame).length;

        assertThat(SplitStream.within(new FrameLimits(size, 64, size))
                        .hear(frame)
                        .frames())
                .hasSize(1);
        assertThat(SplitStream.within(new FrameLimits(size - 1, 64, size))
                        .hear(frame)
                        .refusal())
                .contains("At most " + (size - 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"65536", "2147483647", "2147483648", "99999999999999999999999999"})
    void aHugeContentLengthIsRefusedBeforeItsBodyComes(String claimed) {
        assertThat(SplitStream.fromClient(StompVersion.V1_2)
                        .hear("SEND\ncontent-length:" + claimed + "\n\n")
                        .refusal())
                .contains("At most 65536");
    }

    @Test
    void aHugeContentLengthIsRefusedEvenByTheLargestLimit() {
        FrameLimits vast = new FrameLimits(Integer.MAX_VALUE, 64, 1024);

        assertThat(SplitStream.within(vast)
                        .hear("SEND\ncontent-length:99999999999999999999\n\n")
                        .refusal())
                .contains("At most " + Integer.MAX_VALUE);
    }

    @Test
    void aClaimedLengthReservesNoMemory() {
        FrameLimits vast = new FrameLimits(Integer.MAX_VALUE, 64, 1024);
        SplitStream[] splitStreams = new SplitStream[64];
        for (int i = 0; i < splitStreams.length; i++) {
            splitStreams[i] = SplitStream.within(vast).hear("SEND\ncontent-length:1000000000\n\nx");
            assertThat(splitStreams[i].refusal()).isEmpty();
            assertThat(splitStreams[i].reader().isWithinFrame()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+1", "NaN", "", "0x10", "1e3", "1.0", " 1", "1 ", "١", "one"})
    void aContentLengthThatIsNoNumberIsRefused(String claimed) {
        assertThat(SplitStream.fromClient(StompVersion.V1_2)
                        .hear("SEND\ncontent-length:" + claimed + "\n\n")
                        .refusal())
                .contains("content-length");
    }

    @Test
    void leadingZerosInAContentLengthDoNoHarm() {
        assertThat(SplitStream.fromClient(StompVersion.V1_2)
                        .hear("SEND\ncontent-length:00000000000000000002\n\nhi\0")
                        .frame()
                        .body())
                .isEqualTo(Body.of("hi"));
    }

    @Test
    void whoIsAcceptedMaySendMore() {
        String large = "SEND\n\n" + "x".repeat(20_000) + "\0";

        assertThat(SplitStream.fromStranger().hear(large).refusal()).contains("At most 8192");
        assertThat(SplitStream.fromClient(StompVersion.V1_2).hear(large).frames())
                .hasSize(1);
    }

    @Test
    void limitsArePositive() {
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameLimits(0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameLimits(1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new FrameLimits(1, 1, 0));
    }
}
