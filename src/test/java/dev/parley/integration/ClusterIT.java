package dev.parley.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.stomp.Frame;
import dev.parley.stomp.Headers;
import dev.parley.stomp.StompCommand;
import dev.parley.storage.postgres.NeedsPostgres;
import dev.parley.storage.postgres.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Runs two nodes as processes on one PostgreSQL, and checks that they are one server for users, also after one has failed. */
@NeedsPostgres
@Tag("soak")
@Tag("waits")
class ClusterIT {

    private static final int EACH = 50;

    /** The longest time after which the nicknames of a node that has failed are free. */
    private static final Duration FREE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final TestDatabase database = TestDatabase.create();
    private ServerProcess first;
    private ServerProcess second;

    @BeforeEach
    void startNodes() {
        CompletableFuture<ServerProcess> starting = CompletableFuture.supplyAsync(() -> start("first"));
        second = start("second");
        first = starting.join();
    }

    private ServerProcess start(String name) {
        try {
            return ServerProcess.start(
                    Files.createDirectories(folder.resolve(name)),
                    "--spring.datasource.url=" + database.url(),
                    "--spring.datasource.username=postgres",
                    "--spring.datasource.hikari.maximum-pool-size=4",
                    "--parley.limits.messages-per-second=0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void stopNodes() {
        first.close();
        second.close();
    }

    private static StompLibraryClient join(ServerProcess node, String name) {
        return StompLibraryClient.connect(node.pagePort()).logIn(name).join("lobby");
    }

    private static String login(ServerProcess node, String name) {
        try (StompLibraryClient client = StompLibraryClient.connect(node.pagePort())) {
            client.sendFrame(StompCommand.CONNECT, "accept-version", "1.2", "login", name);
            Frame answer = client.receive(frame ->
                    frame.stompCommand() == StompCommand.CONNECTED || frame.stompCommand() == StompCommand.ERROR);
            if (answer.stompCommand() == StompCommand.ERROR) {
                return String.valueOf(answer.headers().get("message"));
            }
            client.sendFrame(StompCommand.DISCONNECT, "receipt", "bye").receiveReceipt("bye");
            return "logged in";
        }
    }

    @Test
    void usersOfTwoNodesShareMessagesNicknamesAndKicksAndAKilledNodeFreesItsNicknames() {
        try (StompLibraryClient ada = join(first, "ada");
                StompLibraryClient bob = join(second, "bob");
                StompLibraryClient cyd = join(second, "cyd")) {
            publish(ada, "a");
            publish(bob, "b");

            List<String> received = messages(ada);
            assertThat(messages(bob)).isEqualTo(received);
            assertThat(messages(cyd)).isEqualTo(received);

            assertThat(login(first, "BOB")).isEqualTo("name-taken");
            first.type("/kick bob spam");
            assertThat(bob.awaitCloseCode()).isPositive();
            assertThat(ada.receiveEvent("left").path("name").asString("")).isEqualTo("bob");

            assertThat(login(first, "cyd")).isEqualTo("name-taken");
            second.kill();
            long killed = System.nanoTime();
            await().atMost(FREE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> login(first, "cyd").equals("logged in"));
            System.out.println("Nicknames of a killed node were free after "
                    + Duration.ofNanos(System.nanoTime() - killed).toMillis() + " ms.");
            assertThat(ada.receiveEvent("left").path("name").asString("")).isEqualTo("cyd");
        }
    }

    private static void publish(StompLibraryClient client, String prefix) {
        for (int i = 0; i < EACH; i++) {
            client.publish("lobby", prefix + i, prefix + i);
        }
    }

    /** Waits for all messages; returns their numbers and texts in the order in which they were received. */
    private static List<String> messages(StompLibraryClient client) {
        List<String> messages = new ArrayList<>();
        IntStream.range(0, 2 * EACH).forEach(i -> {
            JsonNode event = client.receiveEvent("said");
            messages.add(event.path("seq").asLong(0) + " " + event.path("text").asString(""));
        });
        assertThat(messages).doesNotHaveDuplicates();
        return messages;
    }

    @Test
    void pausedNodeDisconnectsItsUsersAndContinuesUnderAnotherId() {
        try (StompLibraryClient ada = join(first, "ada");
                StompLibraryClient dan = join(second, "dan")) {
            List<String> before = nodes();
            second.signal("STOP");
            await().atMost(FREE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> login(first, "dan").equals("logged in"));
            try (StompLibraryClient other = join(first, "dan")) {
                dan.publish("lobby", "under the name of another user", "late");
                second.signal("CONT");

                assertThat(dan.awaitCloseCode()).isPositive();
                assertThat(dan.drain())
                        .noneMatch(frame -> frame.stompCommand() == StompCommand.RECEIPT
                                && "late".equals(frame.headers().get(Headers.RECEIPT_ID)));
                second.awaitLine("This node goes on as node ");
                assertThat(nodes()).hasSize(2).isNotEqualTo(before);

                assertThat(login(second, "dan")).isEqualTo("name-taken");
                try (StompLibraryClient eve = join(second, "eve")) {
                    eve.publish("lobby", "hello", "h");
                    assertThat(ada.receiveMessage("hello").path("from").asString(""))
                            .isEqualTo("eve");
                    other.receiveMessage("hello");
                }
            }
            assertThat(ada.drain())
                    .noneMatch(frame -> StompLibraryClient.isEvent(frame, "said")
                            && StompLibraryClient.json(frame)
                                    .path("text")
                                    .asString("")
                                    .startsWith("under the name"));
        }
    }

    private List<String> nodes() {
        return database.nodes();
    }
}
