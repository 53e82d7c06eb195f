package dev.parley.storage.postgres;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DirectMessageDraft;
import dev.parley.chat.room.DirectMessageStore;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.StorageException;
import dev.parley.cluster.TcpProxy;
import dev.parley.storage.HistoryLimits;
import dev.parley.text.RoomName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Checks writes while the database does not answer and no check has found that. */
@NeedsPostgres
@Timeout(60)
class SilentDatabaseTest {

    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final Duration REFUSED_WITHIN = Duration.ofSeconds(2);
    private static final int ROOMS = 6;

    private final ExecutorService writes = Executors.newFixedThreadPool(TestDatabase.WRITERS);
    private final ExecutorService reads = Executors.newFixedThreadPool(1);
    private final TcpProxy link = new TcpProxy(TestDatabase.port());
    private final User ada = new User(
            "ada's identity", NicknamePolicy.OPERATOR, new ClientInfo("terminal", "line", "127.0.0.1"), Instant.EPOCH);
    private PostgresHistory history;

    @BeforeEach
    void open() {
        PostgresSettings settings = TestDatabase.settings(
                "jdbc:postgresql://localhost:" + link.port() + "/" + DATABASE.name(),
                "postgres",
                null,
                new HistoryLimits(Duration.ZERO, 0),
                false);
        history = PostgresHistory.open(settings, Clock.systemUTC(), writes, reads, "a test");
    }

    @AfterEach
    void close() {
        link.resume();
        history.close();
        link.close();
        writes.shutdown();
        reads.shutdown();
    }

    @Test
    void appendsAreRefusedWithin2sUnlessTheirOutcomeIsUnknown() {
        for (int room = 0; room < ROOMS; room++) {
            get(history.append(room(room), List.of(draft("before"))));
        }
        link.pause();
        List<CompletableFuture<?>> appends = new ArrayList<>();
        for (int room = 0; room < ROOMS; room++) {
            appends.add(history.append(room(room), List.of(draft("during"))).toCompletableFuture());
        }

        // At most one append for each connection that was used shortly before is sent without a test of the connection.
        await().atMost(REFUSED_WITHIN)
                .until(() ->
                        appends.stream().filter(CompletableFuture::isDone).count() >= ROOMS - TestDatabase.WRITERS);
        link.resume();
        for (int room = 0; room < ROOMS; room++) {
            String[] stored = isStored(appends.get(room)) ? new String[] {"before", "during"} : new String[] {"before"};
            assertThat(texts(room(room))).containsExactly(stored);
        }
    }

    @Test
    void directMessagesAreRefusedWithin2sAlsoWithinATransaction() {
        DirectMessageStore store = history.directMessageStore();
        get(store.append(direct("before")));
        link.pause();
        CompletableFuture<?> sent = store.append(direct("sent")).toCompletableFuture();
        CompletableFuture<?> behind = store.append(direct("behind")).toCompletableFuture();

        await().atMost(REFUSED_WITHIN).until(() -> sent.isDone() && behind.isDone());
        link.resume();

        assertThat(isStored(sent)).isFalse();
        assertThat(isStored(behind)).isFalse();
        await().ignoreExceptions().untilAsserted(() -> get(store.append(direct("after"))));
        assertThat(get(store.after("bob's id", null, 10)).messages())
                .extracting(DirectMessage::text)
                .startsWith("before")
                .contains("after")
                .doesNotContain("sent", "behind");
    }

    private static boolean isStored(CompletableFuture<?> append) {
        try {
            append.get(30, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(StorageException.class);
            return false;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static RoomName room(int index) {
        return new RoomName("room" + index);
    }

    private MessageDraft draft(String text) {
        return new MessageDraft(ada, text, false, null);
    }

    private static DirectMessageDraft direct(String text) {
        return new DirectMessageDraft("ada's id", "ada", "bob's id", "bob", text, Instant.now(), null);
    }

    private List<String> texts(RoomName room) {
        return get(history.after(room, 0, Integer.MAX_VALUE, 500)).messages().stream()
                .map(Message::text)
                .toList();
    }
}
