package dev.parley.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TransactionRunnerTest {

    private final Queue<Runnable> queue = new ArrayDeque<>();
    private final List<String> order = new ArrayList<>();
    private boolean mayBlock;
    private boolean full;
    private boolean unavailable;
    private int attempts;
    private TransactionRunner runner;

    @BeforeEach
    void createRunner(@TempDir Path folder) {
        Path file = folder.resolve("parley.db");
        runner = new TransactionRunner(
                file,
                () -> {
                    attempts++;
                    if (unavailable) {
                        throw new SQLException("the file cannot be opened");
                    }
                    SqliteConnection connection = SqliteConnection.writing(file);
                    connection.execute("CREATE TABLE IF NOT EXISTS room (id, head)");
                    connection.commit();
                    return connection;
                },
                task -> {
                    if (full) {
                        throw new RejectedExecutionException();
                    }
                    queue.add(task);
                },
                () -> mayBlock,
                3);
    }

    @AfterEach
    void closeRunner() {
        full = true; // so that closing does not wait for the queue
        runner.close();
    }

    private CompletionStage<Boolean> submit(String name, boolean onThreadThatMayBlock) {
        mayBlock = onThreadThatMayBlock;
        return runner.submit("add " + name, connection -> order.add(name));
    }

    private void runQueue() {
        for (Runnable task = queue.poll(); task != null; task = queue.poll()) {
            task.run();
        }
    }

    @Test
    void threadThatMayBlockRunsItsTransactionItself() {
        CompletionStage<Boolean> done = submit("first", true);

        assertThat(done).isCompletedWithValue(true);
        assertThat(queue).isEmpty();
    }

    @Test
    void otherThreadsUseTheExecutor() {
        CompletionStage<Boolean> done = submit("first", false);
        assertThat(done).isNotCompleted();

        runQueue();

        assertThat(done).isCompletedWithValue(true);
    }

    @Test
    void transactionsRunInTheOrderOfSubmissionAlsoOnThreadsThatMayBlock() {
        submit("first", false);
        submit("second", true);
        submit("third", true);
        assertThat(order).isEmpty();

        runQueue();
        submit("fourth", true);

        assertThat(order).containsExactly("first", "second", "third", "fourth");
    }

    @Test
    void workThatWaitsSharesATransaction() {
        List<Integer> changes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            runner.submit(
                    "add a row", connection -> changes.add(connection.update("CREATE TABLE IF NOT EXISTS t (n)")));
        }
        CompletionStage<Boolean> last = submit("last", false);

        queue.remove().run();
        assertThat(changes).hasSize(3);
        assertThat(last).isNotCompleted();
        queue.remove().run();

        assertThat(last).isCompletedWithValue(true);
        runQueue();
        assertThat(changes).hasSize(4);
    }

    @Test
    void failureOfOneTransactionLeavesTheOthersWhole() {
        CompletionStage<Integer> first = runner.submit("create", connection -> connection.update("CREATE TABLE t (n)"));
        CompletionStage<Object> failing = runner.submit("fail", connection -> {
            connection.update("INSERT INTO t VALUES (1)");
            throw new SQLException("no");
        });
        CompletionStage<Integer> last =
                runner.submit("insert", connection -> connection.update("INSERT INTO t VALUES (2)"));

        runQueue();

        assertThat(first).isCompleted();
        assertThat(failing).isCompletedExceptionally();
        assertThat(last).isCompletedWithValue(1);
        assertThat(runner.submit("read", connection -> {
                    try (ResultSet rows = connection.query("SELECT group_concat(n) FROM t")) {
                        return rows.getString(1);
                    }
                }))
                .satisfies(read -> {
                    runQueue();
                    assertThat(read).isCompletedWithValue("2");
                });
    }

    @Test
    void transactionThatCannotBeginFailsForAllOfItsWorkAtOnce() {
        unavailable = true;
        CompletionStage<Boolean> first = submit("first", false);
        CompletionStage<Boolean> second = submit("second", false);

        queue.remove().run();

        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedExceptionally();
        assertThat(attempts).isEqualTo(1);
    }

    @Test
    void rejectedOrFailedTransactionsDoNotKeepLaterOnesOnTheExecutor() {
        full = true;
        assertThat(submit("rejected", false)).isCompletedExceptionally();
        mayBlock = true;
        assertThat(runner.submit("fail", connection -> {
                    throw new IllegalStateException();
                }))
                .isCompletedExceptionally();

        assertThat(submit("next", true)).isCompletedWithValue(true);
        assertThat(order).containsExactly("next");
    }
}
