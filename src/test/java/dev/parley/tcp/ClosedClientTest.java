package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.integration.FramedClient;
import dev.parley.integration.Netcat;
import dev.parley.integration.TurnsClient;
import dev.parley.text.RoomName;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Tests clients that close without having read everything, and the last bytes that the server sends. */
class ClosedClientTest {

    private static OpenPort port(int messagesPerSecond, int burst, Duration closeTimeout) {
        Duration second = Duration.ofSeconds(1);
        TcpSettings settings = new TcpSettings(
                List.of(0),
                "",
                second,
                second.multipliedBy(10),
                second.multipliedBy(120),
                second.multipliedBy(30),
                closeTimeout);
        ServerLimits limits = new ServerLimits(
                new NicknamePolicy(10),
                500,
                messagesPerSecond,
                burst,
                50,
                1_000,
                20,
                Duration.ofSeconds(15),
                100,
                Duration.ofMillis(5),
                10);
        return new OpenPort(settings, limits, new ConnectionLimiter(0, 0));
    }

    private static List<String> published(OpenPort port) {
        Room lobby = port.chatServer().roomRegistry().find(RoomName.LOBBY).orElseThrow();
        return lobby.last(10_000).toCompletableFuture().join().stream()
                .map(Message::text)
                .toList();
    }

    private static List<String> lines(int count) {
        return IntStream.range(0, count).mapToObj(i -> "step " + i + " done").toList();
    }

    /** Connects, and never reads. */
    private static Socket connect(OpenPort port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.number());
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    private static void assertPublished(OpenPort port, List<String> lines) {
        await().until(() -> port.port().openConnections() == 0);
        assertThat(published(port)).containsExactlyElementsOf(lines);
    }

    @RepeatedTest(5)
    void linesBeforeACloseWithUnreadOutputArePublished() throws IOException {
        try (OpenPort port = port(0, 20, Duration.ofSeconds(1))) {
            Socket socket = connect(port);
            send(socket, "ci\n");
            await().until(() -> port.chatServer().userCount() == 1
                    && socket.getInputStream().available() > 0);
            for (String line : lines(15)) {
                send(socket, line + "\n");
            }
            socket.close();

            assertPublished(port, lines(15));
        }
    }

    @RepeatedTest(5)
    void linesOfAClientThatClosesAtOnceArePublished() throws IOException {
        try (OpenPort port = port(0, 20, Duration.ofSeconds(1))) {
            Socket socket = connect(port);
            for (String line : lines(11)) {
                send(socket, line.equals("step 0 done") ? "ci\n" : line + "\n");
            }
            socket.close();

            assertPublished(port, lines(11).subList(1, 11));
        }
    }

    @Test
    void linesThatWaitForTheRateLimitArePublishedAfterAReset() throws IOException {
        try (OpenPort port = port(100, 3, Duration.ofSeconds(1));
                Netcat nell = Netcat.join(port.number(), "nell")) {
            Socket socket = connect(port);
            send(socket, "ci\n" + String.join("\n", lines(40)) + "\n");
            nell.receive("<ci> step 2 done");
            socket.setSoLinger(true, 0);
            socket.close();
            // Output for the closed client fails while its lines wait.
            nell.sendLine("hello ci");

            nell.receive("<ci> step 39 done");
            nell.receiveMatching("<-- ci left.*");
            List<String> ofClient = new ArrayList<>(published(port));
            ofClient.remove("hello ci");
            assertThat(ofClient).containsExactlyElementsOf(lines(40));
        }
    }

    @Test
    void turnsClientReadsTheFarewellAtItsNextTurn() {
        try (OpenPort port = port(0, 20, Duration.ofMillis(10));
                Netcat nell = Netcat.join(port.number(), "nell");
                TurnsClient bob = TurnsClient.connect(port.number(), "bob")) {
            bob.send("hi");
            nell.receive("<bob> hi");
            port.chatServer().disconnectAll();
            // The server resets the other connection after the timeout.
            await().until(() -> port.port().openConnections() == 1);

            bob.send("still here?");

            assertThat(bob.shown()).last().isEqualTo("\\quit\n");
        }
    }

    @Test
    void framedClientReadsTheFarewellAfterItsNextMessage() {
        try (OpenPort port = port(0, 20, Duration.ofMillis(10));
                Netcat nell = Netcat.join(port.number(), "nell");
                FramedClient alice = FramedClient.join(port.number(), "alice")) {
            alice.send("hi");
            nell.receive("<alice> hi");
            port.chatServer().disconnectAll();
            // The server resets the other connection after the timeout.
            await().until(() -> port.port().openConnections() == 1);

            alice.send("still here?");

            alice.receive("The operator disconnected all users.");
        }
    }

    @Test
    void numberOfHalfOpenConnectionsIsBounded() {
        HalfOpenConnections halfOpenConnections = new HalfOpenConnections();
        List<EmbeddedChannel> channels = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            channels.add(new EmbeddedChannel());
            assertThat(halfOpenConnections.tryAdd(channels.get(i))).isTrue();
        }
        assertThat(halfOpenConnections.tryAdd(new EmbeddedChannel())).isFalse();

        channels.get(0).finishAndReleaseAll();

        assertThat(halfOpenConnections.tryAdd(new EmbeddedChannel())).isTrue();
    }
}
