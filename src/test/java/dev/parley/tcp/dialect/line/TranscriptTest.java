package dev.parley.tcp.dialect.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays recorded dialogues with different splits of the input. */
class TranscriptTest {

    static List<Transcript> all() {
        return Transcript.all();
    }

    @Test
    void transcriptsExist() {
        assertThat(all()).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @MethodSource("all")
    void serverRepliesAsRecorded(Transcript transcript) {
        transcript.play();
    }

    @ParameterizedTest
    @MethodSource("all")
    void inputMayBeSplitAnywhere(Transcript transcript) {
        for (int position = 1; position < transcript.length(); position++) {
            transcript.playCutAt(position);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void inputMayArriveByteByByte(Transcript transcript) {
        transcript.playByteByByte();
    }
}
