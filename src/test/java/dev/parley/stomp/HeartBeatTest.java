package dev.parley.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeartBeatTest {
    @ParameterizedTest(name = "{0},{1} and {2},{3}: sends every {4}, hears every {5}")
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
    void bothKeepToTheSlowerOfWhatOneCanAndTheOtherWants(
            int out, int in, int theirOut, int theirIn, int sends, int hears) {
        HeartBeat ours = new HeartBeat(out, in);
        HeartBeat theirs = new HeartBeat(theirOut, theirIn);

        assertThat(ours.agreedWith(theirs)).isEqualTo(new HeartBeat(sends, hears));
        assertThat(theirs.agreedWith(ours)).isEqualTo(new HeartBeat(hears, sends));
    }

    @Test
    void aHeaderIsReadAndWritten() throws MalformedFrame {
        assertThat(HeartBeat.parse("10000,0")).isEqualTo(new HeartBeat(10_000, 0));
        assertThat(HeartBeat.parse("999999999,1").outgoing()).isEqualTo(999_999_999);
        assertThat(new HeartBeat(4, 5).format()).isEqualTo("4,5");
    }

    @Test
    void noHeaderMeansNoHeartBeats() throws MalformedFrame {
        assertThat(HeartBeat.parse(null)).isEqualTo(HeartBeat.NONE);
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
    void aBadHeaderIsRefused(String header) {
        assertThatThrownBy(() -> HeartBeat.parse(header))
                .isInstanceOf(MalformedFrame.class)
                .hasMessageContaining("heart-beat");
    }

    @Test
    void timesAreNotNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HeartBeat(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new HeartBeat(0, -1));
    }
}
