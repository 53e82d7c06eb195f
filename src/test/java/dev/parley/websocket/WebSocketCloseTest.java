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
            new NicknamePolicy(10), 500, 0, 20, 50, 1_000, 20, Duration.ofSeconds(1), 100, Duration.ofMillis(5));

    /** Delays the commit of the second message of a room, and keeps lost users for a minute. */
    private static final ServerLimits SLOW_COMMITS = new ServerLimits(
            new NicknamePolicy(10), 500, 0, 20, 50, 1_000, 20, Duration.ofMinutes(1), 100, Duration.ofSeconds(1));

    @Test
    void disconnectFrameFreesTheNicknameAtOnce() {
        try (WebTestServer server = WebTestServer.start();
                StompLibraryClient bob =
                        StompLibraryClient.at(server.port()).enters("bob").joins("lobby");
                StompLibraryClient ada =
                        StompLibraryClient.at(server.port()).enters("ada").joins("lobby")) {
            ada.says(StompCommand.DISCONNECT, "receipt", "bye").hearsReceipt("bye");

            assertThat(ada.closesWith()).isEqualTo(1000);
            assertThat(bob.hearsEvent("left").get("name").asString()).isEqualTo("ada");
            StompLibraryClient.at(server.port()).enters("ada").close();
        }
    }

    @Test
    void receiptForDisconnectFollowsTheReceiptsOfEarlierMessages() {
        try (WebTestServer server = WebTestServer.with(SLOW_COMMITS);
                StompLibraryClient ada =
                        StompLibraryClient.at(server.port()).enters("ada").joins("lobby")) {
            ada.posts("lobby", "first", "m1").posts("lobby", "second", "m2").posts("lobby", "third", "m3");

            ada.says(StompCommand.DISCONNECT, "receipt", "bye");

            assertThat(List.of(
                            ada.hears(StompCommand.RECEIPT).headers().get("receipt-id"),
                            ada.hears(StompCommand.RECEIPT).headers().get("receipt-id"),
                            ada.hears(StompCommand.RECEIPT).headers().get("receipt-id"),
                            ada.hears(StompCommand.RECEIPT).headers().get("receipt-id")))
                    .containsExactly("m1", "m2", "m3", "bye");
            assertThat(ada.closesWith()).isEqualTo(1000);
        }
    }

    @Test
    void nicknameIsFreeAfterDisconnectEvenIfTheSocketClosesBeforeAnEarlierReceipt() {
        try (WebTestServer server = WebTestServer.with(SLOW_COMMITS);
                StompLibraryClient ada =
                        StompLibraryClient.at(server.port()).enters("ada").joins("lobby")) {
            ada.posts("lobby", "first", "m1").posts("lobby", "second", "m2");

            ada.says(StompCommand.DISCONNECT).closes(1000);

            await().untilAsserted(
                            () -> assertThat(server.chatServer.userCount()).isZero());
        }
    }

    @Test
    void quitCommandFollowsTheReceiptsOfEarlierMessages() {
        try (WebTestServer server = WebTestServer.with(SLOW_COMMITS);
                StompLibraryClient ada =
                        StompLibraryClient.at(server.port()).enters("ada").joins("lobby")) {
            ada.posts("lobby", "first", "m1").posts("lobby", "second", "m2");

            ada.sends("/app/commands", "{\"line\":\"/quit\"}");

            assertThat(ada.hearsReceipt("m2").headers().get("position")).isNotEmpty();
            assertThat(ada.hears(StompCommand.ERROR).headers().get("message")).isEqualTo("quit");
            assertThat(ada.closesWith()).isEqualTo(1000);
        }
    }

    @Test
    void errorForADuplicateSubscriptionNamesTheReceipt() {
        try (WebTestServer server = WebTestServer.start();
                StompLibraryClient ada =
                        StompLibraryClient.at(server.port()).enters("ada").joins("lobby")) {
            ada.subscribes("/topic/rooms/lobby", "another", "receipt", "again");

            assertThat(ada.hears(StompCommand.ERROR).headers().get("receipt-id"))
                    .isEqualTo("again");
        }
    }

    @Test
    void closedTabLeavesWithoutAReasonAfterTheResumeWindow() {
        try (WebTestServer server = WebTestServer.with(SHORT_RESUME_WINDOW);
                StompLibraryClient bob =
                        StompLibraryClient.at(server.port()).enters("bob").joins("lobby");
                StompLibraryClient ada =
                        StompLibraryClient.at(server.port()).enters("ada").joins("lobby")) {
            ada.closes(1001);

            assertThat(bob.hearsEvent("left").get("reason").asString()).isEmpty();
        }
    }

    @Test
    void brokenConnectionIsReportedAsLostAfterTheResumeWindow() {
        try (WebTestServer server = WebTestServer.with(SHORT_RESUME_WINDOW);
                StompLibraryClient bob =
                        StompLibraryClient.at(server.port()).enters("bob").joins("lobby");
                StompLibraryClient ada =
                        StompLibraryClient.at(server.port()).enters("ada").joins("lobby")) {
            ada.vanishes();

            assertThat(bob.hearsEvent("left").get("reason").asString()).isEqualTo("connection lost");
        }
    }

    @Test
    void resumeWithinTheWindowCausesNoLeaveAndNoJoin() {
        try (WebTestServer server = WebTestServer.start();
                StompLibraryClient bob =
                        StompLibraryClient.at(server.port()).enters("bob").joins("lobby");
                StompLibraryClient ada = StompLibraryClient.at(server.port())) {
            ada.says(StompCommand.CONNECT, "accept-version", "1.2", "login", "ada");
            String token = ada.hears(StompCommand.CONNECTED).headers().get("resume");
            ada.joins("lobby");
            String place = bob.hearsEvent("joined").get("name").asString();
            String position =
                    ada.posts("lobby", "1", "r").hearsReceipt("r").headers().get("position");
            ada.vanishes();
            bob.posts("lobby", "meanwhile", "m").hearsReceipt("m");

            try (StompLibraryClient again = StompLibraryClient.at(server.port()).comesBack("ada", token)) {
                again.joins("lobby", "after", position);

                again.hearsSaid("meanwhile");
                again.posts("lobby", "back", "b");
                bob.hearsSaid("back");
                assertThat(place).isEqualTo("ada");
                assertThat(bob.rest())
                        .noneMatch(frame -> StompLibraryClient.isEvent(frame, "left")
                                || StompLibraryClient.isEvent(frame, "joined"));
            }
        }
    }

    @Test
    void kickedClientReceivesTheReason() {
        try (WebTestServer server = WebTestServer.start();
                StompLibraryClient ada =
                        StompLibraryClient.at(server.port()).enters("ada").joins("lobby")) {
            server.chatServer.kick("ada", "noise");

            var error = ada.hears(StompCommand.ERROR);

            assertThat(error.headers().get("message")).isEqualTo("kicked");
            assertThat(StompLibraryClient.json(error).get("sentence").asString())
                    .contains("noise");
            assertThat(ada.closesWith()).isEqualTo(1008);
        }
    }

    @Test
    void shutdownIsAnnouncedAndClosesConnectionsAsGoingAway() {
        WebTestServer server = WebTestServer.start();
        try (StompLibraryClient ada =
                StompLibraryClient.at(server.port()).enters("ada").joins("lobby")) {
            server.chatServer.close().toCompletableFuture().join();

            assertThat(ada.hearsEvent("closing").get("retryAfterMs").asLong()).isPositive();
            assertThat(ada.hears(StompCommand.ERROR).headers().get("message")).isEqualTo("shutting-down");
            assertThat(ada.closesWith()).isEqualTo(1001);
        } finally {
            server.close();
        }
    }

    @Test
    void serverWithAConnectedClientStopsWithinFiveSeconds() {
        WebTestServer server = WebTestServer.start();
        try (StompLibraryClient ada =
                StompLibraryClient.at(server.port()).enters("ada").joins("lobby")) {
            long start = System.nanoTime();
            server.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            assertThat(ada.closesWith()).isEqualTo(1001);
        }
    }

    @Test
    void sendingClientReceivesTheCloseCodeAtShutdown() throws Exception {
        WebTestServer server = WebTestServer.start();
        try (StompLibraryClient ada =
                StompLibraryClient.at(server.port()).enters("ada").joins("lobby")) {
            Thread sending = new Thread(() -> sendUntilClosed(ada), "sending");
            sending.start();
            ada.hearsReceipt("r-20");
            server.chatServer.close().toCompletableFuture().join();
            server.close();

            assertThat(ada.closesWith()).isEqualTo(1001);
            sending.join();
        }
    }

    private static void sendUntilClosed(StompLibraryClient sender) {
        try {
            for (int i = 0; !sender.isClosed(); i++) {
                sender.posts("lobby", "message " + i, "r-" + i);
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
                StompLibraryClient silent = StompLibraryClient.at(server.port())) {
            assertThat(silent.hears(StompCommand.ERROR).headers().get("message"))
                    .isEqualTo("nameless");
            assertThat(silent.closesWith()).isEqualTo(1008);
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
                StompLibraryClient ada = StompLibraryClient.at(server.port()).enters("ada");
                StompLibraryClient bob = StompLibraryClient.at(server.port())) {
            assertThat(bob.hears(StompCommand.ERROR).headers().get("message")).isEqualTo("full");
            assertThat(bob.closesWith()).isEqualTo(1013);
            ada.says(StompCommand.DISCONNECT);
            ada.closesWith();
            server.disconnectAll();
            StompLibraryClient.at(server.port()).enters("bob").close();
        }
    }
}
