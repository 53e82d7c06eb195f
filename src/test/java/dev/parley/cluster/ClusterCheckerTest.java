package dev.parley.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.ClusterChecker.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the checker with transcripts written by hand: one run without a fault, and others with one fault each. */
class ClusterCheckerTest {

    private static final String ADA = """
            connected|100|ada|first|websocket
            joined|110|lobby||e|0|true
            sent|200|k1|r1|d1
            received|320|e|1|d1
            acknowledged|330|k1|e|1
            sent|400|k2||d2
            received|520|e|2|d2
            acknowledged|530|k2|e|2
            closed|600
            connected|700|ada|second|tcp
            joined|710|lobby|e:2|e|2|true
            received|920|e|3|d3
            sent|1000|k4|r4|d4
            refused|1010|k4|storage-failed
            """;
    private static final String BOB = """
            connected|150|bob|second|sockjs
            joined|160|lobby||e|0|true
            received|325|e|1|d1
            received|525|e|2|d2
            sent|800|b1|r1|d3
            received|910|e|3|d3
            acknowledged|930|b1|e|3
            closed|1500
            """;
    private static final String LOG = """
            lobby|e|1|1000|A|ada|r1|d1|300
            lobby|e|2|1000|A|ada||d2|500
            lobby|e|3|2000|B|bob|r1|d3|900
            """;
    private static final String ROOMS = "lobby|e|3\n";
    private static final String NICKNAMES = """
            90|claimed|ada|ada|A|1
            140|claimed|bob|bob|B|2
            1510|released|bob|bob|B|2
            1600|claimed|bob|bob|C|3
            """;
    private static final String PRESENCE = """
            1500160|first|ada,cy
            1500170|second|ada,cy
            """;
    private static final String CY = """
            connected|1700|bob|second|websocket
            closed|1800
            connected|1900|cy|second|websocket
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void writeRunWithoutAFault() throws IOException {
        Files.createDirectories(folder.resolve(TranscriptFolder.CLIENTS));
        write("clients/ada.tsv", ADA);
        write("clients/bob.tsv", BOB);
        write("clients/cy.tsv", CY);
        write(TranscriptFolder.LOG, LOG);
        write(TranscriptFolder.ROOMS, ROOMS);
        write(TranscriptFolder.NICKNAMES, NICKNAMES);
        write(TranscriptFolder.PRESENCE, PRESENCE);
    }

    private void write(String file, String lines) throws IOException {
        Files.writeString(folder.resolve(file), lines.replace('|', '\t'), UTF_8);
    }

    private Map<Check, List<String>> check() {
        return ClusterChecker.check(folder, Duration.ofMillis(1));
    }

    @Test
    void runWithoutAFaultPasses() {
        assertThat(check()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    lobby|e|2|1000|A|ada||d2|500\\n;'';               LOG; Room lobby has 3 after 1.
                    lobby|e|3|2000;          lobby|e|3|999;           LOG; Room lobby has an earlier time at 3.
                    |r1|d3|900;              |r1|d3|900\\nlobby|e|4|2000|B|bob|r1|d5|950; RECEIPTS; Reference r1 is stored at 3 and 4.
                    |r1|d3|900;              |r1|d3|900\\nlobby|e|4|2000|A|ada||d2|950; RECEIPTS; A text is stored at 2 and again at 4.
                    |r1|d3|900;              |r1|d3|900\\nlobby|e|4|2000|A|ada|r4|d4|950; REFUSALS; ada was refused k4 (storage-failed), which the log has at 4.
                    A|ada||d2|500;           A|ada||d2|526;           COMMITS; bob received e:2 1 µs before
                    B|bob|r1|d3|900;         B|bob|r1|d3|935;         COMMITS; bob got the receipt e:3 5 µs before
                    A|ada|r1|d1|300;         B|bob|r1|d1|300;         RECEIPTS; Reference r1 is stored at 1 and 3.
                    |r1|d1|;                 |r9|d1|;                 RECEIPTS; ada has another reference at e:1
                    |d2|;                    |d9|;                    RECEIPTS; and the log has another text there
                    """)
    void faultInTheLogIsFound(String part, String replacement, Check check, String sentence) throws IOException {
        write(TranscriptFolder.LOG, replace(LOG, part.replace("\\n", "\n"), replacement.replace("\\n", "\n")));

        assertFound(check, sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    received|520|e|2|d2\\n;   '';                     STAYS; ada requested e:2 and not e:1
                    received|520|e|2|d2;     received|520|e|1|d1;     STAYS; ada received e:1 after 1.
                    received|520|e|2|d2;     received|520|e|2|d7;     STAYS; ada received another text at e:2
                    received|520|e|2|d2;     received|520|f|2|d2;     STAYS; ada received f:2 in a stay with epoch e.
                    received|920|e|3|d3;     received|920|e|4|d3;     STAYS; ada received e:4, which the log does not
                    lobby|e:2|e|2|true;      lobby|e:2|e|0|false;     STAYS; ada could not continue after e:2
                    lobby|e:2|e|2|true;      lobby|e:2|e|1|true;      STAYS; ada continued after e:1 instead of e:2.
                    received|920;            received|3000;           COMMITS; ada received e:3 2 ms after the commit
                    k1|e|1;                  k1|e|7;                  RECEIPTS; ada has the receipt e:7 for k1
                    acknowledged|530|k2;     acknowledged|530|k9;     RECEIPTS; ada has a receipt for k9
                    ada|second|tcp;          bob|second|tcp;          NICKNAMES; had the nickname bob at the same time.
                    ada|second|tcp;          eve|second|tcp;          PRESENCE; Node first lists [ada, cy], and [cy, eve]
                    """)
    void faultInATranscriptIsFound(String part, String replacement, Check check, String sentence) throws IOException {
        write("clients/ada.tsv", replace(ADA, part.replace("\\n", "\n"), replacement));

        assertFound(check, sentence);
    }

    @Test
    void deliveryToAClientThatJoinedLaterIsNotLate() throws IOException {
        write("clients/bob.tsv", BOB.replace("160", "4000").replaceAll("(received\\|)", "$14"));

        assertThat(check()).doesNotContainKey(Check.COMMITS);
    }

    @Test
    void refusalOfAMessageThatWasSentAgainMayBeInTheLog() throws IOException {
        write("clients/ada.tsv", replace(ADA, "refused", "sent|1005|k4|r4|d4\nrefused"));
        write(TranscriptFolder.LOG, LOG + "lobby|e|4|2000|A|ada|r4|d4|950\n");
        write(TranscriptFolder.ROOMS, "lobby|e|4\n");

        assertThat(check()).isEmpty();
    }

    @Test
    void messageUnderANicknameOfAnotherUserIsFound() throws IOException {
        write(TranscriptFolder.LOG, LOG + "lobby|e|4|3000|B|bob|r8|d8|1650\n");
        write(TranscriptFolder.ROOMS, "lobby|e|4\n");

        assertThat(check().get(Check.NICKNAMES))
                .containsExactly(
                        "Message 4 of room lobby was stored under the nickname bob while another user had it.");
    }

    @Test
    void nicknameWithTwoUsersIsFound() throws IOException {
        write(TranscriptFolder.NICKNAMES, replace(NICKNAMES, "1510|released|bob|bob|B|2\n", ""));
        assertFound(Check.NICKNAMES, "Nickname bob was claimed while another user had it.");

        write(TranscriptFolder.NICKNAMES, replace(NICKNAMES, "C|3", "C|2"));
        assertFound(Check.NICKNAMES, "Nickname bob was claimed with an old version.");
    }

    @Test
    void clientsOfAPausedNodeMayBelieveThatTheyHaveANickname() throws IOException {
        write("clients/bob.tsv", replace(BOB, "closed|1500", "closed|1750"));
        assertFound(Check.NICKNAMES, "bob and cy had the nickname bob at the same time.");

        write(TranscriptFolder.PAUSES, "second|1000|1750\n");
        assertThat(check()).isEmpty();
    }

    @Test
    void sameNumberWithTwoTextsIsFoundInAnEpochThatTheLogHasNoMore() throws IOException {
        write(TranscriptFolder.ROOMS, "lobby|f|3\n");
        write(TranscriptFolder.LOG, LOG.replace("|e|", "|f|"));
        assertThat(check()).isEmpty();

        write("clients/bob.tsv", replace(BOB, "e|2|d2", "e|2|d7"));
        assertFound(Check.STAYS, "bob has another text at e:2 than another client.");
    }

    @Test
    void headWithoutItsMessageIsFound() throws IOException {
        write(TranscriptFolder.ROOMS, "lobby|e|4\n");

        assertFound(Check.LOG, "Room lobby ends at 3, its head is 4.");
    }

    @Test
    void userWhoIsListedTwiceIsFound() throws IOException {
        write(TranscriptFolder.PRESENCE, "1500160|first|ada,cy,cy\n");

        assertFound(Check.PRESENCE, "Node first lists a user twice.");
    }

    @Test
    void growingHeapIsFound() throws IOException {
        write(TranscriptFolder.MEMORY, heaps(1));
        assertThat(check()).isEmpty();

        write(TranscriptFolder.MEMORY, heaps(10));
        assertFound(Check.MEMORY, "The heap of node first grew from 40 to 100 MiB.");
    }

    private static String heaps(int growthMib) {
        StringBuilder lines = new StringBuilder();
        IntStream.rangeClosed(1, 9)
                .forEach(i -> lines.append("1|first|")
                        .append((long) (20 + i * growthMib) << 20)
                        .append("|9\n"));
        return lines.toString();
    }

    private static String replace(String all, String part, String replacement) {
        assertThat(all).contains(part);
        return all.replace(part, replacement);
    }

    private void assertFound(Check check, String sentence) {
        assertThat(check().get(check)).isNotNull().anyMatch(found -> found.contains(sentence));
    }
}
