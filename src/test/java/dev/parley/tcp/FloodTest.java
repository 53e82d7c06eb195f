package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.TestChatServer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that the cost of many tiny messages grows linearly with their number. */
class FloodTest {

    /** Half a megabyte in the full lane. A quarter of it still shows quadratic growth. */
    private static final int TOTAL_BYTES = Integer.getInteger("test.fuzz.percent", 100) < 100 ? 1 << 17 : 1 << 19;

    private static final int SMALL_READ = 64;
    private static final int LARGE_READ = 16 * 1024;

    /** Tolerance for other processes on the same cores. */
    private static final Duration TOLERANCE = Duration.ofMillis(150);

    private final TestChatServer server = new TestChatServer();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @CsvSource({
        "line, 'ada~', '~'",
        "framed, '3         ada', '0         '",
        "turns, 'ada> hi|', '|'",
        "turns, 'ada> hi|', '~'",
        "named, 'ada: hi~', '~'",
        "named, 'ada: hi|', '|'",
        "named, 'ada: hi', 'ada: '",
        "bare, 'ada|', '|'",
        "bare, 'ada|', ' |'",
        "framed, '|+ada', '||'",
        "handle, 'adaSEND_HANDLE', '|'",
        "handle, 'adaSEND_HANDLE', '~'",
        "handle, 'adaSEND_HANDLE', 'ada> '",
        "stomp, 'CONNECT~accept-version:1.2~login:ada~~|', '~'",
    })
    void emptyMessagesCostNoMoreInLargeReadsThanInSmallOnes(String dialect, String opening, String emptyMessage) {
        byte[] input = bytes(emptyMessage.repeat(TOTAL_BYTES / emptyMessage.length()));

        Duration small = Duration.ofDays(1);
        Duration large = Duration.ofDays(1);
        // The minimum of several alternating runs, because the first runs are being compiled.
        for (int turn = 0; turn < 3; turn++) {
            small = shorter(small, cpuTime(dialect, opening, input, SMALL_READ));
            large = shorter(large, cpuTime(dialect, opening, input, LARGE_READ));
        }

        assertThat(large)
                .as("CPU time with small reads: %s", small)
                .isLessThan(small.multipliedBy(2).plus(TOLERANCE));
    }

    private static Duration shorter(Duration before, Duration now) {
        return now.compareTo(before) < 0 ? now : before;
    }

    private Duration cpuTime(String dialect, String opening, byte[] input, int readSize) {
        TestClient ada = TestClient.of(server, OpenPort.dialects(server.chatServer));
        ada.send(bytes(opening));
        ada.advanceTime(Duration.ofMillis(250));
        ada.advanceTime(Duration.ofMillis(250));
        assertThat(server.chatServer.users()).as(dialect).hasSize(1);
        long began = threads.getCurrentThreadCpuTime();
        for (int from = 0; from < input.length; from += readSize) {
            sendAll(ada, Arrays.copyOfRange(input, from, Math.min(input.length, from + readSize)));
        }
        Duration cpuTime = Duration.ofNanos(threads.getCurrentThreadCpuTime() - began);
        ada.send(bytes(opening.startsWith("CONNECT") ? "DISCONNECT~~|" : ""));
        ada.assertNoLeaks();
        server.settle();
        server.advanceTime(Duration.ofMinutes(1));
        return cpuTime;
    }

    private static void sendAll(TestClient ada, byte[] chunk) {
        int sent = ada.sendRequested(chunk, 0);
        while (sent < chunk.length) {
            ada.advanceTime(Duration.ofMillis(50));
            sent = ada.sendRequested(chunk, sent);
        }
        ada.receivedBytes();
    }

    private static byte[] bytes(String text) {
        return SplitInput.raw(text.replace('~', '\n').replace('|', '\0').replace('+', '\3'));
    }
}
