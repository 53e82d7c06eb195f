package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.TestChatServer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Very many very small things at once: what they cost grows no faster than they do. */
class FloodTest {

    private static final int MUCH = 1 << 19;
    private static final int LITTLE_AT_ONCE = 64;
    private static final int MUCH_AT_ONCE = 16 * 1024;

    /** What is measured of a processor that others use as well. */
    private static final Duration NOISE = Duration.ofMillis(150);

    private final TestChatServer house = new TestChatServer();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @CsvSource({
        "line, 'ada~', '~'",
        "framed, '3         ada', '0         '",
        "turns, 'ada> hi|', '|'",
        "turns, 'ada> hi|', '~'",
        "handle, 'adaSEND_HANDLE', '|'",
        "handle, 'adaSEND_HANDLE', '~'",
        "handle, 'adaSEND_HANDLE', 'ada> '",
        "stomp, 'CONNECT~accept-version:1.2~login:ada~~|', '~'",
    })
    void halfAMegabyteOfNothingCostsNoMoreInLargePiecesThanInSmallOnes(String dialect, String opening, String nothing) {
        byte[] much = bytes(nothing.repeat(MUCH / nothing.length()));

        Duration small = Duration.ofDays(1);
        Duration large = Duration.ofDays(1);
        // The least of several in turn: the first of each are being compiled.
        for (int turn = 0; turn < 3; turn++) {
            small = least(small, work(dialect, opening, much, LITTLE_AT_ONCE));
            large = least(large, work(dialect, opening, much, MUCH_AT_ONCE));
        }

        assertThat(large)
                .as("in small pieces it was %s", small)
                .isLessThan(small.multipliedBy(2).plus(NOISE));
    }

    private static Duration least(Duration before, Duration now) {
        return now.compareTo(before) < 0 ? now : before;
    }

    private Duration work(String dialect, String opening, byte[] much, int atOnce) {
        TestClient ada = TestClient.of(house, OpenPort.dialects(house.chatServer));
        ada.sends(bytes(opening));
        ada.waits(Duration.ofMillis(250));
        ada.waits(Duration.ofMillis(250));
        assertThat(house.chatServer.users()).as(dialect).hasSize(1);
        long began = threads.getCurrentThreadCpuTime();
        for (int from = 0; from < much.length; from += atOnce) {
            sendAll(ada, Arrays.copyOfRange(much, from, Math.min(much.length, from + atOnce)));
        }
        Duration work = Duration.ofNanos(threads.getCurrentThreadCpuTime() - began);
        ada.sends(bytes(opening.startsWith("CONNECT") ? "DISCONNECT~~|" : ""));
        ada.leaksNothing();
        house.settle();
        house.pass(Duration.ofMinutes(1));
        return work;
    }

    private static void sendAll(TestClient ada, byte[] piece) {
        int sent = ada.sendsWhatIsRead(piece, 0);
        while (sent < piece.length) {
            ada.waits(Duration.ofMillis(50));
            sent = ada.sendsWhatIsRead(piece, sent);
        }
        ada.receivedBytes();
    }

    private static byte[] bytes(String text) {
        return SplitInput.raw(text.replace('~', '\n').replace('|', '\0'));
    }
}
