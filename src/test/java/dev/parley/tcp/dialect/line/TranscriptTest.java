package dev.parley.tcp.dialect.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded dialogues, however the network cuts them. */
class TranscriptTest {

    static List<Transcript> all() {
        return Transcript.all();
    }

    @Test
    void thereAreDialogues() {
        assertThat(all()).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @MethodSource("all")
    void aDialogueGoesAsRecorded(Transcript transcript) {
        transcript.play();
    }

    @ParameterizedTest
    @MethodSource("all")
    void aDialogueCutInTwoAnywhereGoesTheSameWay(Transcript transcript) {
        for (int position = 1; position < transcript.length(); position++) {
            transcript.playCutAt(position);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aDialogueThatComesByteByByteGoesTheSameWay(Transcript transcript) {
        transcript.playByteByByte();
    }
}
