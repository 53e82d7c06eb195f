package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.integration.Netcat;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Tests the TCP server over sockets. */
class TcpServerTest {

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private <T extends AutoCloseable> T with(T closeable) {
        open.add(closeable);
        return closeable;
    }

    private OpenPort standard() {
        return with(OpenPort.standard());
    }

    private Netcat join(OpenPort port, String name) {
        return with(Netcat.join(port.number(), name));
    }

    private static ServerLimits limits(int rate, int burst) {
        return new ServerLimits(
                new NicknamePolicy(10),
                500,
                rate,
                burst,
                50,
                1_000,
                20,
                Duration.ofSeconds(15),
                100,
                Duration.ofMillis(5),
                10);
    }

    private static List<String> published(OpenPort port) {
        Room lobby = port.chatServer().roomRegistry().find(RoomName.LOBBY).orElseThrow();
        return lobby.last(10_000).toCompletableFuture().join().stream()
                .map(Message::text)
                .toList();
    }

    @Test
    void usersReceiveMessagesOfOthersOnly() {
        OpenPort port = standard();
        Netcat ada = join(port, "ada");
        Netcat bob = join(port, "bob");
        ada.receive("--> bob joined lobby");

        ada.sendLine("hello");
        bob.receive("<ada> hello");
        bob.sendLine("hi ada");
        ada.receive("<bob> hi ada");

        ada.assertNothingReceived();
        bob.assertNothingReceived();
    }

    @Test
    void inputBeforeTheEndOfAPipeIsProcessed() {
        OpenPort port = standard();
        Netcat pipe = with(Netcat.connect(port.number()));

        pipe.send("ada\nhello\n/who\n/quit\n");
        pipe.closeOutput();

        assertThat(pipe.isClosedCleanly()).isTrue();
        assertThat(pipe.transcript()).contains("      ada (terminal)").endsWith("*** Goodbye.");
        assertThat(published(port)).containsExactly("hello");
    }

    @Test
    void pipeIsReadAtTheRateLimitWithoutLoss() {
        OpenPort port = with(new OpenPort(TcpSettings.on(List.of(0), ""), limits(100, 3), new ConnectionLimiter(0, 0)));
        Netcat pipe = with(Netcat.connect(port.number()));
        List<String> lines = IntStream.range(0, 60).mapToObj(i -> "line " + i).toList();
        long began = System.nanoTime();

        pipe.send("ada\n" + String.join("\n", lines) + "\n");
        pipe.closeOutput();

        assertThat(pipe.isClosedCleanly()).isTrue();
        assertThat(published(port)).containsExactlyElementsOf(lines);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(550));
    }

    @Test
    void disconnectWithUnreadInputLogsNoWarning() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger("dev.parley");
        log.start();
        logger.addAppender(log);
        with(() -> logger.detachAppender(log));
        OpenPort port = standard();
        Netcat client = with(Netcat.connect(port.number()));

        client.send("CONNECT\naccept-version:1.2\nlogin:ada\n\n\0");
        client.receiveMatching("user-name:ada");
        client.send("DISCONNECT\nreceipt:bye\n\n\0\n\nand more");

        client.receiveMatching("receipt-id:bye");
        assertThat(client.isClosedCleanly()).isTrue();
        assertThat(log.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
    }

    @Test
    void resetIsReportedAsLostAndCloseIsNot() {
        OpenPort port = standard();
        Netcat ada = join(port, "ada");
        Netcat bob = join(port, "bob");
        Netcat eve = join(port, "eve");

        bob.reset();
        ada.receive("<-- bob left (connection lost)");
        eve.close();
        ada.receive("<-- eve left");

        join(port, "bob");
    }

    @Test
    void slowConsumerIsDisconnectedAndOthersReceiveEverything() throws IOException {
        OpenPort port = with(new OpenPort(
                OpenPort.withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(120), Duration.ofSeconds(2)),
                limits(0, 20),
                new ConnectionLimiter(0, 0)));
        Netcat ada = join(port, "ada");
        Socket slow = with(new Socket());
        slow.setReceiveBufferSize(4 * 1024);
        slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number()));
        slow.getOutputStream().write("slow\n".getBytes(UTF_8));
        ada.receive("--> slow joined lobby");

        String emoji = "😀".repeat(490);
        for (int i = 0; !port.metrics().disconnects().contains("too-slow"); i++) {
            assertThat(i).as("messages sent to the client that does not read").isLessThan(5_000);
            port.chatServer()
                    .publish(RoomName.LOBBY, emoji + i)
                    .toCompletableFuture()
                    .join();
            ada.receive("*** Server: " + emoji + i);
        }

        await().untilAsserted(() -> assertThat(ada.transcript()).contains("<-- slow left (connection lost)"));
        await().until(() -> port.port().openConnections() == 1);
        port.chatServer().publish(RoomName.LOBBY, "done");
        ada.receive("*** Server: done");
        ada.assertNothingReceived();
    }

    @Test
    void tenMegabytesWithoutALineEndAreRefused() {
        OpenPort port = standard();
        Netcat ada = join(port, "ada");
        Netcat flooder = join(port, "flooder");
        Netcat nameless = with(Netcat.connect(port.number()));

        sendTenMegabytes(flooder);
        sendTenMegabytes(nameless);

        ada.receive("<-- flooder left");
        await().until(() -> port.port().openConnections() == 1);
        assertThat(port.metrics().disconnects()).containsExactly("malformed", "malformed");
        ada.assertNothingReceived();
    }

    private static void sendTenMegabytes(Netcat netcat) {
        String megabyte = "x".repeat(1 << 20);
        try {
            for (int i = 0; i < 10; i++) {
                netcat.send(megabyte);
            }
        } catch (UncheckedIOException ignored) {
            // Expected: the server closes the connection.
        }
    }

    @Test
    void floodOverSixtyFourConnectionsDoesNotAffectOthers() {
        OpenPort port = standard();
        Netcat ada = join(port, "ada");
        Netcat bob = join(port, "bob");
        List<Netcat> flood = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            Netcat client = with(Netcat.connect(port.number()));
            client.send("flood" + i + "\n" + "/who\n/msg ada x\n".repeat(20));
            flood.add(client);
        }

        for (int i = 0; i < 10; i++) {
            ada.sendLine("number " + i);
            bob.receive("<ada> number " + i);
        }
        flood.forEach(Netcat::reset);
        // The server may process the input that arrived before a reset.
        await().atMost(HalfOpenConnections.TIME.plusSeconds(15))
                .until(() -> port.port().openConnections() == 2);
    }

    @Test
    void fullServerRefusesAndAcceptsLater() {
        OpenPort port = with(
                new OpenPort(TcpSettings.on(List.of(0), ""), ServerLimits.defaults(), new ConnectionLimiter(1, 0)));
        Netcat ada = join(port, "ada");
        Netcat bob = with(Netcat.connect(port.number()));
        bob.receive("The server is full. Try again later.");
        assertThat(bob.isClosedCleanly()).isTrue();
        assertThat(port.metrics().refusedConnections()).containsExactly("full");

        ada.sendLine("/quit");
        assertThat(ada.isClosedCleanly()).isTrue();
        ada.close();

        await().until(() -> port.connectionLimiter().open() == 0);
        join(port, "bob");
    }

    @Test
    void portInUseIsReportedWithItsSetting() {
        OpenPort port = standard();
        TcpSettings same = TcpSettings.on(List.of(0, port.number()), "");
        TcpServer second =
                new TcpServer(same, OpenPort.dialects(port.chatServer()), port.chatServer(), port.connectionLimiter());

        assertThatThrownBy(second::start)
                .isInstanceOf(PortUnavailableException.class)
                .hasMessage("TCP port " + port.number() + " is in use by another program. "
                        + "Stop that program, or set another port with parley.tcp.ports.");
        assertThat(second.isOpen()).isFalse();
    }

    @Test
    void unavailableAddressIsReportedWithItsSetting() {
        OpenPort port = standard();
        TcpSettings elsewhere = TcpSettings.on(List.of(0), "192.0.2.1");
        TcpServer second = new TcpServer(
                elsewhere, OpenPort.dialects(port.chatServer()), port.chatServer(), port.connectionLimiter());

        assertThatThrownBy(second::start)
                .hasMessageContaining("on 192.0.2.1")
                .hasMessageContaining("parley.tcp.address");
    }

    @Test
    void allPortsShareTheRooms() {
        OpenPort port = with(
                new OpenPort(TcpSettings.on(List.of(0, 0), ""), ServerLimits.defaults(), new ConnectionLimiter(0, 0)));
        Netcat ada = with(Netcat.join(port.port().ports().get(0), "ada"));
        with(Netcat.join(port.port().ports().get(1), "bob"));

        ada.receive("--> bob joined lobby");
        assertThat(port.port().connectInstructions()).hasSize(2).allMatch(line -> line.contains("nc localhost "));
        assertThat(port.port().openConnections()).isEqualTo(2);
    }

    @Test
    void portThatSendsNickIsListedAndAcceptsEveryDialect() {
        OpenPort port = with(new OpenPort(
                TcpSettings.on(List.of(0), "").withNickPorts(List.of(0)),
                ServerLimits.defaults(),
                new ConnectionLimiter(0, 0)));
        int number = port.port().nickPorts().get(0);
        Netcat ada = with(Netcat.join(number, "ada"));
        join(port, "bob");

        ada.receive("--> bob joined lobby");
        assertThat(port.port().connectInstructions())
                .contains("TCP: port " + number + " on localhost, for programs that wait for NICK");
    }

    @Test
    void closedPortRefusesNewConnectionsAndKeepsOpenOnes() {
        OpenPort port = standard();
        int number = port.number();
        Netcat ada = join(port, "ada");

        port.port().close();

        // The operating system closes the port with a delay.
        await().untilAsserted(
                        () -> assertThatThrownBy(() -> Netcat.connect(number).close())
                                .hasRootCauseInstanceOf(ConnectException.class));
        ada.assertNothingReceived();
    }

    @Test
    void stopDisconnectsClientsAndTheServerMayStartAgain() {
        OpenPort port = standard();
        Netcat ada = join(port, "ada");
        Netcat nameless = with(Netcat.connect(port.number()));
        await().until(() -> port.port().openConnections() == 2);

        port.port().stop();

        ada.receive("*** The server is shutting down. Goodbye.");
        assertThat(ada.isClosedCleanly()).isTrue();
        assertThat(nameless.isClosedCleanly()).isTrue();
        port.port().start();
        join(port, "ada");
    }
}
