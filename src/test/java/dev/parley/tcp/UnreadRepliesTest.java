package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.ReplyBudget;
import dev.parley.integration.Netcat;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks that clients of the TCP port that request large answers and read none use a bounded part of the heap. */
class UnreadRepliesTest {

    private static final int BUDGET = 1 << 20;
    private static final int MESSAGES = 200;

    /** An answer has at most 64 Ki characters, which the dialects send as lines or as JSON. */
    private static final int LARGEST_ANSWER = 100 * 1024;

    private final ReplyBudget budget = new ReplyBudget(BUDGET);
    private final List<Socket> sockets = new ArrayList<>();
    private OpenPort port;

    private enum Client {
        LINE("ada%d\n", "/last 200\n"),
        STOMP(
                "CONNECT\naccept-version:1.2\nlogin:ada%d\n\n\0"
                        + "SUBSCRIBE\nid:r\ndestination:/topic/rooms/lobby\nreplay:0\n\n\0"
                        + "SUBSCRIBE\nid:a\ndestination:/user/queue/answers\n\n\0",
                "SEND\ndestination:/app/commands\n\n{\"line\":\"/last 200\"}\0");

        private final String login;
        private final String request;

        Client(String login, String request) {
            this.login = login;
            this.request = request;
        }
    }

    @BeforeEach
    void open() {
        port = new OpenPort(
                TcpSettings.on(List.of(0), ""), null, ServerLimits.defaults(), new ConnectionLimiter(0, 0), budget);
        for (int i = 0; i < MESSAGES; i++) {
            port.chatServer()
                    .publish(RoomName.LOBBY, i + "x".repeat(480))
                    .toCompletableFuture()
                    .join();
        }
    }

    @AfterEach
    void close() throws IOException {
        closeSockets();
        port.close();
    }

    private void closeSockets() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void requestAnswers(Client client, int number) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4 * 1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number()));
        socket.getOutputStream().write((client.login.formatted(number) + client.request.repeat(10)).getBytes(UTF_8));
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void clientHasOneLargeAnswerOutstanding(Client client) throws Exception {
        requestAnswers(client, 1);
        await().until(() -> budget.used() > 0);

        await().during(Duration.ofSeconds(1)).until(() -> budget.used() <= LARGEST_ANSWER);

        assertThat(port.metrics().disconnects()).isEmpty();
    }

    @Test
    void clientThatReadsReceivesALargeAnswerWhole() throws Exception {
        try (Netcat ada = Netcat.join(port.number(), "ada")) {
            ada.sendLine("/last 200");

            for (int i = 0; i < MESSAGES; i++) {
                ada.receiveMatching(".*Server: " + i + "x{480}");
            }
            ada.sendLine("/last 1");
            ada.receiveMatching(".*Server: " + (MESSAGES - 1) + "x{480}");
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void answersOfAllClientsShareABudgetThatIsFreeAfterTheyHaveGone(Client client) throws Exception {
        try (Netcat bob = Netcat.join(port.number(), "bob");
                Netcat eve = Netcat.join(port.number(), "eve")) {
            for (int i = 0; i < 60; i++) {
                requestAnswers(client, i);
            }

            await().until(() -> port.metrics().disconnects().contains("too-slow"));
            assertThat(budget.used()).isLessThan(2 * BUDGET);
            bob.sendLine("still here");
            eve.receiveMatching("<bob> still here");

            closeSockets();
            await().until(() -> port.port().openConnections() == 2);
            assertThat(budget.used()).isZero();
        }
    }
}
