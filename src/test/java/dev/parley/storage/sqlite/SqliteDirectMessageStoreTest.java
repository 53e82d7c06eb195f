package dev.parley.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DirectMessageStore;
import dev.parley.chat.room.DirectMessageStoreContract;
import dev.parley.chat.room.ManualExecutor;
import dev.parley.chat.room.StorageException;
import dev.parley.storage.RetentionPruner;
import dev.parley.text.Position;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDirectMessageStoreTest extends DirectMessageStoreContract {

    private final ExecutorService executor = Executors.newFixedThreadPool(2);

    @TempDir
    private Path folder;

    private volatile Executor writes = executor;
    private SqliteHistory history;
    private DirectMessageStore store;

    @BeforeEach
    void open() {
        open(false);
    }

    private void open(boolean restored) {
        HistorySettings standard = HistorySettings.standard(folder.resolve("parley.db"));
        history = SqliteHistory.open(
                new HistorySettings(standard.file(), standard.retention(), standard.maxMessages(), restored),
                time.clock(),
                task -> writes.execute(task),
                executor);
        store = history.directMessageStore();
    }

    @AfterEach
    void close() {
        writes = Runnable::run;
        history.close();
        executor.shutdown();
    }

    @Test
    void messagesAreStoredBetweenTheSlicesOfADeletion() {
        writes = Runnable::run; // so that each message is stored when the next one is sent
        for (int i = 0; i < RetentionPruner.SLICE + 1; i++) {
            send("ada", "bob", "old");
        }
        ManualExecutor manual = new ManualExecutor();
        writes = manual;
        CompletableFuture<?> pruned = store().prune(time.clock().instant().plus(DirectMessageStore.KEPT))
                .toCompletableFuture();
        CompletableFuture<?> stored =
                store().append(draft("ada", "bob", "new", null)).toCompletableFuture();

        assertThat(manual.runNext()).isTrue();

        assertThat(stored).isCompleted();
        assertThat(pruned).isNotDone();
    }

    @Override
    protected DirectMessageStore store() {
        return store;
    }

    @Test
    void messagesAndPositionsSurviveARestart() {
        DirectMessage message = send("ada", "bob", "psst");

        history.close();
        open(false);

        assertThat(kept("bob").messages()).containsExactly(message);
        assertThat(send("ada", "bob", "again").position().epoch())
                .isEqualTo(message.position().epoch());
    }

    @Test
    void restoredFileBeginsANewEpochWithTheSameMessages() {
        DirectMessage message = send("ada", "bob", "psst");

        history.close();
        open(true);

        DirectMessage restored = kept("bob").messages().get(0);
        assertThat(restored.text()).isEqualTo("psst");
        assertThat(restored.position().epoch()).isNotEqualTo(message.position().epoch());
        assertThat(get(store().after("bob's id", message.position(), 10)).messages())
                .containsExactly(restored);
    }

    @Test
    void deletedMessagesDoNotCountAgainstTheLimitOfTheServer() {
        store = history.directMessageStore(1_200);
        send("ada", "bob", "kept");

        for (int i = 0; i < 1_400; i++) {
            send("eve", "mal", "flood");
        }

        assertThat(kept("bob").messages()).extracting(DirectMessage::text).containsExactly("kept");
    }

    @Test
    void messagesOfTheServerAreBoundedAndTheOldestOfTheUsersWhoSentMostAreDeleted() {
        store = history.directMessageStore(400);
        send("ada", "bob", "one");
        send("ada", "bob", "two");
        String epoch = kept("bob").until().epoch();

        for (int i = 1; i <= 900; i++) {
            send("eve" + i % 3, "u" + i % 5, "m" + i);
        }

        assertThat(kept("bob").messages()).extracting(DirectMessage::text).containsExactly("one", "two");
        int stored = 0;
        for (int user = 0; user < 5; user++) {
            List<DirectMessage> received = get(store().after("u" + user + "'s id", new Position(epoch, 0), 1_000))
                    .messages();
            stored += received.size();
            assertThat(received.get(received.size() - 1).text()).isEqualTo("m" + (user == 0 ? 900 : 895 + user));
        }
        assertThat(stored).isBetween(390, 400);
    }

    @Test
    void failureOfTheFileFailsTheStages() {
        history.close();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> store().append(draft("ada", "bob", "psst", null))
                        .toCompletableFuture()
                        .get())
                .withCauseInstanceOf(StorageException.class);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() ->
                        store().after("ada", null, 1).toCompletableFuture().get())
                .withCauseInstanceOf(StorageException.class);
    }

    @Test
    void fullQueueFailsTheStage() {
        writes = new ManualExecutor();
        for (int i = 0; i < 10_000; i++) {
            assertThat(store().append(draft("ada", "bob", "waits", null)).toCompletableFuture())
                    .isNotDone();
        }

        assertThat(store().append(draft("ada", "bob", "one too many", null)).toCompletableFuture())
                .isCompletedExceptionally();
    }

    @Test
    void executorThatRejectsFailsTheStage() {
        writes = task -> {
            throw new RejectedExecutionException();
        };

        CompletableFuture<?> result =
                store().append(draft("ada", "bob", "psst", null)).toCompletableFuture();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(result::get)
                .withCauseInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void messagesThatWaitShareOneCommit() {
        ManualExecutor manual = new ManualExecutor();
        writes = manual;
        CompletableFuture<?> first =
                store().append(draft("ada", "bob", "one", null)).toCompletableFuture();
        CompletableFuture<?> second =
                store().append(draft("ada", "bob", "two", null)).toCompletableFuture();

        assertThat(manual.runNext()).isTrue();

        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(manual.runNext()).isFalse();
    }
}
