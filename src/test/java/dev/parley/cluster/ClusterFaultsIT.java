package dev.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.ShiftedClockMain;
import dev.parley.integration.ServerProcess;
import dev.parley.integration.StompLibraryClient;
import dev.parley.load.LoadClient;
import dev.parley.load.TestTransport;
import dev.parley.stomp.Frame;
import dev.parley.stomp.StompCommand;
import dev.parley.storage.postgres.NeedsPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Runs two nodes as processes on one PostgreSQL, with a proxy on each link to it, and injects one fault after the other while
 * clients of all transports send, read and change nodes. The clock of one node is 1 hour ahead. At the end the transcripts of all
 * clients are checked.
 */
@NeedsPostgres
@Tag("full")
@Tag("waits")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(120)
class ClusterFaultsIT {

    private static final List<TestTransport.Kind> KINDS = List.of(TestTransport.Kind.values());
    private static final double MESSAGES_PER_SECOND = 15;
    private static final Duration STAY = Duration.ofSeconds(5);
    private static final Duration REFUSED_WITHIN = Duration.ofMillis(3_500);

    /** The time after which a node knows that the database does not answer: a check each second, which waits 2 s. */
    private static final Duration DETECTED_WITHIN = Duration.ofMillis(3_500);

    private static final Duration SERVING_AGAIN = Duration.ofSeconds(5);
    private static final Duration FREE = Duration.ofSeconds(20);
    private static final Duration POLLED_WITHIN = Duration.ofSeconds(2);

    private final List<ClusterClient> clients = new ArrayList<>();
    private TranscriptFolder transcripts;
    private NodeProcesses nodes;
    private Probes probes;

    @BeforeAll
    void start(@TempDir Path folder) {
        transcripts = new TranscriptFolder(folder.resolve("transcripts"));
        nodes = new NodeProcesses(
                folder,
                List.of(UnaryOperator.identity(), ServerProcess.withMainClass(ShiftedClockMain.class)),
                "--parley.limits.max-sessions-per-user=20");
        probes = new Probes(nodes);
        for (TestTransport.Kind kind : KINDS) {
            for (int node = 0; node < nodes.size(); node++) {
                clients.add(new ClusterClient(
                        nodes,
                        transcripts,
                        kind,
                        kind + "-" + node,
                        "lobby",
                        node,
                        MESSAGES_PER_SECOND,
                        STAY.plusMillis(700L * clients.size())));
            }
        }
        awaitClients();
    }

    @AfterAll
    void stop() {
        clients.forEach(ClusterClient::stop);
        transcripts.close();
        nodes.close();
    }

    /** Returns the time of faults that a node must not notice as its end. */
    Duration pause() {
        return Duration.ofSeconds(3);
    }

    private static void hold(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    private void awaitClients() {
        await().atMost(FREE.plus(FREE)).untilAsserted(() -> assertThat(clients).allMatch(ClusterClient::isConnected));
    }

    private static void print(String fault, Object figure) {
        System.out.println(fault + ": " + figure);
    }

    @Test
    @Order(1)
    void withoutNoticesMessagesArriveByThePoll() {
        try (StompLibraryClient sender = probes.connect(0);
                StompLibraryClient receiver = probes.connect(1)) {
            print(
                    "Delivery to the other node",
                    probes.deliveryTime(sender, receiver).toMillis() + " ms");
            nodes.noticeLink(1).pause();
            long until = System.nanoTime() + pause().toNanos();
            List<Long> paused = new ArrayList<>();
            while (System.nanoTime() < until) {
                paused.add(probes.deliveryTime(sender, receiver).toMillis());
            }
            print("Delivery while the link for notices is paused", paused + " ms");
            nodes.noticeLink(1).cut();
            nodes.noticeLink(1).resume();
            long cut = probes.deliveryTime(sender, receiver).toMillis();
            print("Delivery after that link was cut", cut + " ms");

            assertThat(paused).allMatch(time -> time < POLLED_WITHIN.toMillis());
            assertThat(cut).isLessThan(POLLED_WITHIN.toMillis());
            await().until(() -> probes.deliveryTime(sender, receiver).toMillis() < 500);
        }
    }

    @Test
    @Order(2)
    void appendsWhoseAnswerIsLostAreStoredOnceAndAcknowledged() {
        try (StompLibraryClient sender = probes.connect(0)) {
            loseTheAnswer("with", () -> sender.publish(Probes.ROOM, "stored with", "with"));
            assertThat(Probes.receiveAnswer(sender, "with")).matches(Probes::isReceipt);

            loseTheAnswer(
                    "without",
                    () -> sender.send(
                            "/app/rooms/" + Probes.ROOM, "{\"text\":\"stored without\"}", "receipt", "without"));
            assertThat(Probes.receiveAnswer(sender, "without")).matches(Probes::isReceipt);

            assertThat(probes.stored("stored with")).isOne();
            assertThat(probes.stored("stored without")).isOne();
        }
    }

    /** Sends one message, whose append would be in doubt together with further ones, which the node then refuses. */
    private void loseTheAnswer(String reference, Runnable send) {
        probes.timeToReceipt(0); // so that the pool does not ask first whether an idle connection is alive
        nodes.dataLink(0).pauseAnswers();
        send.run();
        await().until(() -> probes.stored("stored " + reference) == 1);
        hold(pause());
        nodes.dataLink(0).cut();
        nodes.dataLink(0).resume();
    }

    @Test
    @Order(3)
    void sameReferenceOnBothNodesIsStoredOnce() {
        try (LoadClient first = LoadClient.logIn(TestTransport.Kind.WEBSOCKET, nodes.node(0), "ada", "");
                LoadClient second = LoadClient.logIn(TestTransport.Kind.TCP, nodes.node(1), "ada", first.token())) {
            first.join(Probes.ROOM, "replay", "0");
            second.join(Probes.ROOM, "replay", "0");
            for (int i = 0; i < 50; i++) {
                String reference = "both" + i;
                first.sendWithReceipt("/app/rooms/" + Probes.ROOM, "text", reference, reference);
                second.sendWithReceipt("/app/rooms/" + Probes.ROOM, "text", reference, reference);
                assertThat(first.await(StompCommand.RECEIPT).headers().get("position"))
                        .isEqualTo(second.await(StompCommand.RECEIPT).headers().get("position"));
                assertThat(probes.stored(reference)).isOne();
            }
        }
    }

    @Test
    @Order(4)
    void clientContinuesOnANodeWithoutNoticesAfterItsOwnMessage() {
        nodes.noticeLink(1).pause();
        String token = "";
        for (int i = 0; i < 10; i++) {
            String position;
            try (LoadClient first = LoadClient.logIn(TestTransport.Kind.TCP, nodes.node(0), "bob", token)) {
                token = first.token();
                first.join(Probes.ROOM, "replay", "0");
                first.sendWithReceipt("/app/rooms/" + Probes.ROOM, "text", "ahead " + i, "ahead" + i);
                position = String.valueOf(
                        first.await(StompCommand.RECEIPT).headers().get("position"));
            }
            try (LoadClient second = LoadClient.logIn(TestTransport.Kind.TCP, nodes.node(1), "bob", token)) {
                JsonNode welcome = StompLibraryClient.json(second.join(Probes.ROOM, "after", position));
                assertThat(welcome.path("recovered").asBoolean(false)).isTrue();
                assertThat(welcome.path("position").asString("")).isEqualTo(position);
            }
        }
        restoreNotices();
    }

    private void restoreNotices() {
        nodes.noticeLink(1).cut();
        nodes.noticeLink(1).resume();
    }

    @Test
    @Order(5)
    void ofManyClientsOnAllNodesAndTransportsOneGetsANickname() {
        CountDownLatch begin = new CountDownLatch(1);
        List<CompletableFuture<String>> logins = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            TestTransport.Kind kind = KINDS.get(i % KINDS.size());
            ServerProcess node = nodes.node(i % 2);
            CompletableFuture<String> login = new CompletableFuture<>();
            logins.add(login);
            Thread thread = new Thread(() -> {
                try {
                    begin.await();
                    login.complete(LoadClient.logIn(kind, node, "zoe", "").token());
                } catch (LoadClient.ServerUnavailableException e) {
                    login.complete(String.valueOf(e.getMessage()).replaceFirst(" .*", ""));
                } catch (RuntimeException | InterruptedException e) {
                    login.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }
        begin.countDown();

        assertThat(logins.stream().map(CompletableFuture::join).filter(answer -> !answer.equals("name-taken")))
                .hasSize(1)
                .noneMatch(String::isEmpty);
    }

    @Test
    @Order(6)
    void nodesRefuseMessagesWhileTheDatabaseIsStoppedAndLoseNoNickname() {
        List<String> ids = nodes.database().nodes();
        try (StompLibraryClient waiting = probes.connect(0);
                StompLibraryClient client = probes.connect(0)) {
            Frame answer;
            Duration refused;
            nodes.postgres().signal("STOP");
            try {
                waiting.publish(Probes.ROOM, "in flight", "in-flight");
                hold(DETECTED_WITHIN);
                long sent = System.nanoTime();
                client.publish(Probes.ROOM, "refused", "refused");
                answer = Probes.receiveAnswer(client, "refused");
                refused = Duration.ofNanos(System.nanoTime() - sent);
            } finally {
                nodes.postgres().signal("CONT");
            }
            Duration again = probes.timeToReceipts();
            print("Refused by a stopped database after", refused.toMillis() + " ms");
            print("Both nodes store again after SIGCONT", again.toMillis() + " ms");

            assertThat(Probes.isReceipt(answer)).isFalse();
            assertThat(refused).isLessThan(REFUSED_WITHIN);
            assertThat(again).isLessThan(SERVING_AGAIN);
            assertThat(probes.stored("refused")).isZero();
        }
        assertThat(nodes.database().nodes()).isEqualTo(ids);
        awaitClients();
    }

    @Test
    @Order(7)
    void nodesStoreAgainAfterTheDatabaseWasKilled() {
        List<String> ids = nodes.database().nodes();
        nodes.postgres().kill();
        nodes.postgres().restart();
        Duration again = probes.timeToReceipts();
        print("Both nodes store again after a killed database accepts", again.toMillis() + " ms");

        assertThat(again).isLessThan(SERVING_AGAIN);
        assertThat(nodes.database().nodes()).isEqualTo(ids);
        awaitClients();
    }

    @Test
    @Order(8)
    void nodeWithoutADatabaseRefusesMessagesAndIsNotReady() {
        try (StompLibraryClient waiting = probes.connect(1);
                StompLibraryClient client = probes.connect(1)) {
            nodes.dataLink(1).refuse();
            long lost = System.nanoTime();
            waiting.publish(Probes.ROOM, "at the same time", "same-time");
            await().atMost(REFUSED_WITHIN).until(() -> probes.readiness(1) == 503);
            Duration notReady = Duration.ofNanos(System.nanoTime() - lost);
            long sent = System.nanoTime();
            client.publish(Probes.ROOM, "lost link", "lost-link");
            Frame answer;
            Duration refused;
            try {
                answer = Probes.receiveAnswer(client, "lost-link");
                refused = Duration.ofNanos(System.nanoTime() - sent);
                assertThat(probes.readiness(0)).isEqualTo(200);
            } finally {
                nodes.dataLink(1).resume();
            }
            Duration again = probes.timeToReceipt(1);
            print("Refused by a node without a database after", refused.toMillis() + " ms");
            print("Not ready after", notReady.toMillis() + " ms");
            print("It stores again after", again.toMillis() + " ms");

            assertThat(Probes.isReceipt(answer)).isFalse();
            assertThat(refused).isLessThan(REFUSED_WITHIN);
            assertThat(again).isLessThan(SERVING_AGAIN);
            await().atMost(SERVING_AGAIN).until(() -> probes.readiness(1) == 200);
        }
    }

    @Test
    @Order(9)
    void shortPauseOfANodeEndsNoSession() {
        List<String> ids = nodes.database().nodes();
        try (StompLibraryClient first = probes.connect(0);
                StompLibraryClient second = probes.connect(1, "paused")) {
            first.drain();
            nodes.node(1).signal("STOP");
            hold(pause());
            nodes.node(1).signal("CONT");

            assertThat(probes.deliveryTime(second, first)).isLessThan(SERVING_AGAIN);
            assertThat(first.drain())
                    .noneMatch(frame -> StompLibraryClient.isEvent(frame, "left")
                            && StompLibraryClient.json(frame)
                                    .path("name")
                                    .asString("")
                                    .equals("paused"));
            assertThat(second.isClosed()).isFalse();
        }
        assertThat(nodes.database().nodes()).isEqualTo(ids);
    }

    @Test
    @Order(10)
    void nicknamesOfAKilledNodeAreFreeAndItsUsersContinueElsewhere() {
        try (StompLibraryClient eve = probes.connect(1, "eve")) {
            nodes.node(1).kill();
            long killed = System.nanoTime();
            await().until(eve::isClosed);
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(clients).allMatch(ClusterClient::isConnected));
            print(
                    "All clients were connected to the other node after",
                    Duration.ofNanos(System.nanoTime() - killed).toMillis() + " ms");
            CompletableFuture<Void> restarting = CompletableFuture.runAsync(() -> nodes.restart(1));
            await().atMost(FREE).pollInterval(Duration.ofMillis(200)).until(() -> probes.claim(0, "eve"));
            print(
                    "Nicknames of a killed node were free after",
                    Duration.ofNanos(System.nanoTime() - killed).toMillis() + " ms");
            restarting.join();
        }
        awaitClients();
    }

    @Test
    @Order(100)
    void transcriptsHaveNoViolation() {
        clients.forEach(ClusterClient::stopSending);
        awaitClients();
        hold(pause());
        probes.recordPresence(transcripts, "lobby");
        clients.forEach(ClusterClient::stop);
        transcripts.close();
        transcripts.dump(nodes.database());
        print(
                "Messages acknowledged, refused",
                clients.stream().mapToLong(ClusterClient::acknowledged).sum() + ", "
                        + clients.stream().mapToLong(ClusterClient::refused).sum());

        assertThat(ClusterChecker.check(transcripts.path(), Duration.ofSeconds(20)))
                .isEmpty();
        assertThat(clients).allMatch(client -> client.acknowledged() > 0);
    }
}
