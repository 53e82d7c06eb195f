package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.integration.Netcat;
import dev.parley.text.RoomName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks writes that bypass the pipeline, mixed with writes through it. */
class DirectWriteChannelTest {

    private static final int MESSAGES = 400;
    private static final String LONG_TEXT = "😀".repeat(480);
    private static final ServerLimits WITHOUT_RATE = new ServerLimits(
            new NicknamePolicy(10), 500, 0, 20, 50, 1_000, 20, Duration.ofSeconds(15), 100, Duration.ofMillis(5), 10);

    private final OpenPort port =
            new OpenPort(TcpSettings.on(List.of(0), ""), WITHOUT_RATE, new ConnectionLimiter(0, 0));
    private final Socket slow = new Socket();
    private Netcat ada;

    @BeforeEach
    void join() throws IOException {
        ada = Netcat.join(port.number(), "ada");
        slow.setReceiveBufferSize(4 * 1024);
        slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number()));
        slow.getOutputStream().write("slow\n".getBytes(UTF_8));
        ada.receive("--> slow joined lobby");
    }

    @AfterEach
    void close() throws IOException {
        slow.close();
        ada.close();
        port.close();
    }

    private void announce(String text) {
        port.chatServer().publish(RoomName.LOBBY, text).toCompletableFuture().join();
    }

    @Test
    void slowReaderReceivesEveryMessageOnceInOrderAndItsReplies() throws IOException {
        for (int i = 0; i < MESSAGES; i++) {
            announce(LONG_TEXT + i);
            if (i == MESSAGES / 2) {
                slow.getOutputStream().write("/nick late\n".getBytes(UTF_8));
            }
        }
        announce("done");

        List<String> received = new ArrayList<>();
        slow.setSoTimeout(30_000);
        BufferedReader lines = new BufferedReader(new InputStreamReader(slow.getInputStream(), UTF_8));
        for (String line = lines.readLine(); !line.endsWith("Server: done"); line = lines.readLine()) {
            received.add(line);
        }

        assertThat(received)
                .filteredOn(line -> line.contains("😀"))
                .map(line -> line.substring(line.lastIndexOf("😀") + 2))
                .containsExactlyElementsOf(
                        IntStream.range(0, MESSAGES).mapToObj(Integer::toString).toList());
        assertThat(received).filteredOn(line -> line.contains("late")).isNotEmpty();
        // No line was split and joined with another.
        assertThat(received)
                .allSatisfy(line ->
                        assertThat(line.chars().filter(c -> c == '*').count()).isLessThan(4));
    }

    @Test
    void connectionResetDuringWritesIsReportedAsLost() throws IOException {
        slow.setSoLinger(true, 0);
        slow.close();
        for (int i = 0; i < 20; i++) {
            announce("more " + i);
        }

        ada.receive("<-- slow left (connection lost)");
        await().atMost(Duration.ofSeconds(10)).until(() -> port.port().openConnections() == 1);
        announce("done");
        ada.receive("*** Server: done");
    }
}
