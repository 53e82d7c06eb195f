package dev.parley.stomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Decodes reproducible mutations of valid frames. */
class MutatedFramesTest {
    private static final int INPUTS = 7_000;
    private static final byte[] SPECIAL_BYTES = SplitStream.bytes("\0\n\r:\\ncr0-9");
    private static final byte[][] SEEDS = {
        SplitStream.bytes("CONNECT\naccept-version:1.0,1.1,1.2\nlogin:ada\nheart-beat:10000,10000\n\n\0\n"),
        SplitStream.bytes(
                "SEND\ndestination:/app/rooms/lobby\nreference:r\\c1\ncontent-length:12\n\n{\"text\":\"é\"}\0"),
        SplitStream.bytes("SUBSCRIBE\r\nid:1\r\nafter:epoch:12\r\n\r\n\0\r\n\nSEND\na:b\n\nhi\0DISCONNECT\n\n\0"),
    };

    /** Both splits of the input must agree, and each decoded frame must survive encoding and decoding. */
    @ParameterizedTest
    @EnumSource(StompVersion.class)
    void mutatedInputYieldsFramesOrOneErrorForAnySplit(StompVersion version) {
        Random random = new Random(version.number().hashCode());
        StompEncoder encoder = new StompEncoder(version);
        int refused = 0;
        int accepted = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = mutated(random);
            SplitStream atOnce = SplitStream.fromClient(version).decode(input);
            SplitStream byteByByte = SplitStream.fromClient(version).decodeByteByByte(input);
            assertThat(byteByByte.outcome()).as("input %d", i).isEqualTo(atOnce.outcome());
            for (Frame frame : atOnce.frames()) {
                assertThat(frame.body().size()).isLessThan(input.length);
                assertThat(frame.headers().size()).isLessThanOrEqualTo(64);
                assertThat(SplitStream.fromClient(version)
                                .decode(encoder.bytes(frame))
                                .frame())
                        .isEqualTo(frame);
                accepted++;
            }
            refused += atOnce.error().isEmpty() ? 0 : 1;
        }
        // The corpus must contain both valid and invalid input.
        assertThat(refused).isBetween(INPUTS / 10, INPUTS);
        assertThat(accepted).isGreaterThan(INPUTS / 10);
    }

    private static byte[] mutated(Random random) {
        byte[] input = SEEDS[random.nextInt(SEEDS.length)].clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(input.length);
            switch (random.nextInt(5)) {
                case 0 -> input[at] = (byte) random.nextInt(256);
                case 1 -> input[at] = SPECIAL_BYTES[random.nextInt(SPECIAL_BYTES.length)];
                case 2 -> input = Arrays.copyOf(input, Math.max(1, at));
                case 3 -> input = spliced(input, at, input, random.nextInt(input.length));
                default -> input = spliced(input, at, SEEDS[random.nextInt(SEEDS.length)], 0);
            }
        }
        return input;
    }

    /** Joins the start of one array and the end of another. */
    private static byte[] spliced(byte[] first, int end, byte[] second, int from) {
        byte[] joined = Arrays.copyOf(first, end + second.length - from);
        System.arraycopy(second, from, joined, end, second.length - from);
        return joined.length == 0 ? new byte[1] : joined;
    }
}
