package dev.parley.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.integration.StompLibraryClient;
import dev.parley.stomp.StompCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Checks how connections end, from either side. */
class WebSocketCloseTest {

    private static final ServerLimits SHORT_RESUME_WINDOW = new ServerLimits(
            new NicknamePolicy(10), 500, 0, 20, 50, 1_000, 20, Duration.ofSeconds(1), 100, Duration.ofMillis(5), 10);

    /** Delays the commit of the second message of a room, and keeps lost users for a minute. */
    private static final ServerLimits SLOW_COMMITS = new ServerLimits(
            new NicknamePolicy(10), 500, 0, 20, 50, 1_000, 20, Duration.ofMinutes(1), 100, Duration.ofSeconds(1), 10);

    @Test
    void disconnectFrameFreesTheNicknameAtOnce() {
        try (WebTestServer server = WebTestServer.start();
                StompLibraryClient bob =
                        StompLibraryClient.connect(server.port()).logIn("bob").join("lobby");
                StompLibraryClient ada =
                        StompLibraryClient.connect(server.port()).logIn("ada").join("lobby")) {
            ada.sendFrame(StompCommand.DISCONNECT, "receipt", "bye").receiveReceipt("bye");

            assertThat(ada.awaitCloseCode()).isEqualTo(1000);
            assertThat(bob.receiveEvent("left").get("name").asString()).isEqualTo("ada");
            StompLibraryClient.connect(server.port()).logIn("ada").close();
        }
    }

    @Test
    void receiptForDisconnectFollowsTheReceiptsOfEarlierMessages() {
        try (WebTestServer server = WebTestServer.with(SLOW_COMMITS);
                StompLibraryClient ada =
                        StompLibraryClient.connect(server.port()).logIn("ada").join("lobby")) {
            ada.publish("lobby", "first", "m1").publish("lobby", "second", "m2").publish("lobby", "third", "m3");

            ada.sendFrame(StompCommand.DISCONNECT, "receipt", "bye");

            assertThat(List.of(
                            ada.receive(StompCommand.RECEIPT).headers().get("receipt-id"),
                            ada.receive(StompCommand.RECEIPT).headers().get("receipt-id"),
                            ada.receive(StompCommand.RECEIPT).headers().get("receipt-id"),
                            ada.receive(StompCommand.RECEIPT).headers().get("receipt-id")))
                    .containsExactly("m1", "m2", "m3", "bye");
            assertThat(ada.awaitCloseCode()).isEqualTo(1000);
        }
    }

    @Test
    void nicknameIsFreeAfterDisconnectEvenIfTheSocketClosesBeforeAnEarlierReceipt() {
        try (WebTestServer server = WebTestServer.with(SLOW_COMMITS);
                StompLibraryClient ada =
                        StompLibraryClient.connect(server.port()).logIn("ada").join("lobby")) {
            ada.publish("lobby", "first", "m1").publish("lobby", "second", "m2");

            ada.sendFrame(StompCommand.DISCONNECT).closeWith(1000);

            await().untilAsserted(
                            () -> assertThat(server.chatServer.userCount()).isZero());
        }
    }

    @Test
    void quitCommandFollowsTheReceiptsOfEarlierMessages() {
        try (WebTestServer server = WebTestServer.with(SLOW_COMMITS);
                StompLibraryClient ada =
                        StompLibraryClient.connect(server.port()).logIn("ada").join("lobby")) {
            ada.publish("lobby", "first", "m1").publish("lobby", "second", "m2");

            ada.send("/app/commands", "{\"line\":\"/quit\"}");

            assertThat(ada.receiveReceipt("m2").headers().get("position")).isNotEmpty();
            assertThat(ada.receive(StompCommand.ERROR).headers().get("message")).isEqualTo("quit");
            assertThat(ada.awaitCloseCode()).isEqualTo(1000);
        }
    }

    @Test
    void errorForADuplicateSubscriptionNamesTheReceipt() {
        try (WebTestServer server = WebTestServer.start();
                StompLibraryClient ada =
                        StompLibraryClient.connect(server.port()).logIn("ada").join("lobby")) {
            ada.subscribe("/topic/rooms/lobby", "another", "receipt", "again");

            assertThat(ada.receive(StompCommand.ERROR).headers().get("receipt-id"))
                    .isEqualTo("again");
        }
    }

    @Test
    void closedTabLeavesWithoutAReasonAfterTheResumeWindow() {
        try (WebTestServer server = WebTestServer.with(SHORT_RESUME_WINDOW);
                StompLibraryClient bob =
                        StompLibraryClient.connect(server.port()).logIn("bob").join("lobby");
                StompLibraryClient ada =
                        StompLibraryClient.connect(server.port()).logIn("ada").join("lobby")) {
            ada.closeWith(1001);

            assertThat(bob.receiveEvent("left").get("reason").asString()).isEmpty();
        }
    }

    @Test
    void brokenConnectionIsReportedAsLostAfterTheResumeWindow() {
        try (WebTestServer server = WebTestServer.with(SHORT_RESUME_WINDOW);
                StompLibraryClient bob =
                        StompLibraryClient.connect(server.port()).logIn("bob").join("lobby");
                StompLibraryClient ada =
                        StompLibraryClient.connect(server.port()).logIn("ada").join("lobby")) {
            ada.abort();

            assertThat(bob.receiveEvent("left").get("reason").asString()).isEqualTo("connection lost");
        }
    }

    @Test
    void resumeWithinTheWindowCausesNoLeaveAndNoJoin() {
        try (WebTestServer server = WebTestServer.start();
                StompLibraryClient bob =
                        StompLibraryClient.connect(server.port()).logIn("bob").join("lobby");
                StompLibraryClient ada = StompLibraryClient.connect(server.port())) {
            ada.sendFrame(StompCommand.CONNECT, "accept-version", "1.2", "login", "ada");
            String token = ada.receive(StompCommand.CONNECTED).headers().get("resume");
            ada.join("lobby");
            String place = bob.receiveEvent("joined").get("name").asString();
            String position =
                    ada.publish("lobby", "1", "r").receiveReceipt("r").headers().get("position");
            ada.abort();
            bob.publish("lobby", "meanwhile", "m").receiveReceipt("m");

            try (StompLibraryClient again =
                    StompLibraryClient.connect(server.port()).resume("ada", token)) {
                again.join("lobby", "after", position);

                again.receiveMessage("meanwhile");
                again.publish("lobby", "back", "b");
                bob.receiveMessage("back");
                assertThat(place).isEqualTo("ada");
                assertThat(bob.drain())
                        .noneMatch(frame -> StompLibraryClient.isEvent(frame, "left")
                                || StompLibraryClient.isEvent(frame, "joined"));
            }
        }
    }

    @Test
    void kickedClientReceivesTheReason() {
        try (WebTestServer server = WebTestServer.start();
                StompLibraryClient ada =
                        StompLibraryClient.connect(server.port()).logIn("ada").join("lobby")) {
            server.chatServer.kick("ada", "noise");

            var error = ada.receive(StompCommand.ERROR);

            assertThat(error.headers().get("message")).isEqualTo("kicked");
            assertThat(StompLibraryClient.json(error).get("sentence").asString())
                    .contains("noise");
            assertThat(ada.awaitCloseCode()).isEqualTo(1008);
        }
    }

    @Test
    void shutdownIsAnnouncedAndClosesConnectionsAsGoingAway() {
        WebTestServer server = WebTestServer.start();
        try (StompLibraryClient ada =
                StompLibraryClient.connect(server.port()).logIn("ada").join("lobby")) {
            shutDown(server);

            assertThat(ada.receiveEvent("closing").get("retryAfterMs").asLong()).isEqualTo(5_000);
            var error = ada.receive(StompCommand.ERROR);
            assertThat(error.headers().get("message")).isEqualTo("shutting-down");
            assertThat(StompLibraryClient.json(error).get("retryAfterMs").asLong())
                    .isBetween(5_000L, 5_001L);
            assertThat(ada.awaitCloseCode()).isEqualTo(1001);
        } finally {
            server.close();
        }
    }

    private static void shutDown(WebTestServer server) {
        Duration retryAfter = Duration.ofSeconds(5);
        server.chatServer
                .close(retryAfter)
                .thenCompose(stored -> server.chatServer.disconnectForShutdown(retryAfter))
                .toCompletableFuture()
                .join();
    }

    @Test
    void serverWithAConnectedClientStopsWithinFiveSeconds() {
        WebTestServer server = WebTestServer.start();
        try (StompLibraryClient ada =
                StompLibraryClient.connect(server.port()).logIn("ada").join("lobby")) {
            long start = System.nanoTime();
            server.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(ada.awaitCloseCode()).isEqualTo(1001);
        }
    }

    @Test
    void sendingClientReceivesTheCloseCodeAtShutdown() throws Exception {
        WebTestServer server = WebTestServer.start();
        try (StompLibraryClient ada =
                StompLibraryClient.connect(server.port()).logIn("ada").join("lobby")) {
            Thread sending = new Thread(() -> sendUntilClosed(ada), "sending");
            sending.start();
            ada.receiveReceipt("r-20");
            shutDown(server);
            server.close();

            assertThat(ada.awaitCloseCode()).isEqualTo(1001);
            sending.join();
        }
    }

    private static void sendUntilClosed(StompLibraryClient sender) {
        try {
            for (int i = 0; !sender.isClosed(); i++) {
                sender.publish("lobby", "message " + i, "r-" + i);
                // At most 500 messages per second, so that the server does not disconnect the client as too slow.
                LockSupport.parkNanos(2_000_000);
            }
        } catch (RuntimeException e) {
            assertThat(e).hasRootCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void connectionWithoutConnectIsClosedOnAnIdleServer() {
        try (WebTestServer server = WebTestServer.with(settings -> with(settings, Duration.ofSeconds(1)));
                StompLibraryClient silent = StompLibraryClient.connect(server.port())) {
            assertThat(silent.receive(StompCommand.ERROR).headers().get("message"))
                    .isEqualTo("nameless");
            assertThat(silent.awaitCloseCode()).isEqualTo(1008);
        }
    }

    private static WebSocketSettings with(WebSocketSettings settings, Duration connectWithin) {
        return new WebSocketSettings(
                settings.allowedOrigins(),
                connectWithin,
                settings.stalledAfter(),
                settings.pingAfter(),
                settings.silentAfter(),
                settings.silentSockJsAfter());
    }

    @Test
    void connectionToAFullServerIsRejected() {
        try (WebTestServer server = WebTestServer.with(new ConnectionLimiter(1, 0));
                StompLibraryClient ada =
                        StompLibraryClient.connect(server.port()).logIn("ada");
                StompLibraryClient bob = StompLibraryClient.connect(server.port())) {
            assertThat(bob.receive(StompCommand.ERROR).headers().get("message")).isEqualTo("full");
            assertThat(bob.awaitCloseCode()).isEqualTo(1013);
            ada.sendFrame(StompCommand.DISCONNECT);
            ada.awaitCloseCode();
            server.disconnectAll();
            StompLibraryClient.connect(server.port()).logIn("bob").close();
        }
    }
}
