package dev.parley.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the parsing and negotiation of heart-beats. */
class HeartbeatHeaderTest {
    @ParameterizedTest(name = "{0},{1} and {2},{3}: sends every {4}, receives every {5}")
    @CsvSource({
        "0,0,0,0,0,0",
        "10000,10000,0,0,0,0",
        "0,0,10000,10000,0,0",
        "10000,10000,10000,10000,10000,10000",
        "10000,10000,1,1,10000,10000",
        "10000,10000,30000,20000,20000,30000",
        "10000,10000,5000,0,0,10000",
        "10000,10000,0,5000,10000,0",
        "10000,0,20000,20000,20000,0",
        "0,10000,20000,20000,0,20000"
    })
    void negotiationUsesTheLongerIntervalOrZero(int out, int in, int theirOut, int theirIn, int sends, int receives) {
        HeartbeatHeader ours = new HeartbeatHeader(out, in);
        HeartbeatHeader theirs = new HeartbeatHeader(theirOut, theirIn);

        assertThat(ours.negotiate(theirs)).isEqualTo(new HeartbeatHeader(sends, receives));
        assertThat(theirs.negotiate(ours)).isEqualTo(new HeartbeatHeader(receives, sends));
    }

    @Test
    void headerIsParsedAndFormatted() throws MalformedFrameException {
        assertThat(HeartbeatHeader.parse("10000,0")).isEqualTo(new HeartbeatHeader(10_000, 0));
        assertThat(HeartbeatHeader.parse("999999999,1").outgoing()).isEqualTo(999_999_999);
        assertThat(new HeartbeatHeader(4, 5).format()).isEqualTo("4,5");
    }

    @Test
    void missingHeaderMeansNoHeartbeats() throws MalformedFrameException {
        assertThat(HeartbeatHeader.parse(null)).isEqualTo(HeartbeatHeader.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "1",
                "1,",
                ",1",
                "1,2,3",
                "-1,0",
                "+1,0",
                "1 ,2",
                "1, 2",
                "a,b",
                "1000000000,0",
                "١,٢",
                "1.5,2"
            })
    void invalidHeaderIsRefused(String header) {
        assertThatThrownBy(() -> HeartbeatHeader.parse(header))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("heart-beat");
    }

    @Test
    void intervalsMustNotBeNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HeartbeatHeader(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new HeartbeatHeader(0, -1));
    }
}
