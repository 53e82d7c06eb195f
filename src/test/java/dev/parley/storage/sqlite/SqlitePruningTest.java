package dev.parley.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.ManualExecutor;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.PruningContract;
import dev.parley.text.RoomName;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlitePruningTest extends PruningContract {

    @TempDir
    private Path folder;

    private static final RoomName ROOM = new RoomName("old");
    private static final MessageDraft DRAFT = new MessageDraft(
            new User("id", NicknamePolicy.OPERATOR, new ClientInfo("terminal", "line", "127.0.0.1"), Instant.EPOCH),
            "hello",
            false,
            null);

    private final List<SqliteHistory> opened = new ArrayList<>();
    private final ManualExecutor held = new ManualExecutor();
    private Executor writes = Runnable::run;

    @Override
    protected MessageHistory createHistory(Duration retention, int maxMessages) {
        Path file = folder.resolve("parley" + opened.size() + ".db");
        SqliteHistory history = SqliteHistory.open(
                new HistorySettings(file, retention, maxMessages, false),
                time.clock(),
                task -> writes.execute(task),
                Runnable::run);
        opened.add(history);
        return history;
    }

    @Override
    protected void holdWrites() {
        writes = held;
    }

    @Override
    protected void runWrites() {
        boolean more = true;
        while (more) {
            more = held.runNext();
        }
        writes = Runnable::run;
    }

    @Test
    void interruptedDeletionOfARoomContinuesWithTheNextPruning() throws SQLException {
        MessageHistory history = createHistory(Duration.ZERO, 0);
        get(history.append(ROOM, Collections.nCopies(1_001, DRAFT)));
        holdWrites();
        history.deleteRoom(ROOM);
        assertThat(held.runNext()).isTrue();
        writes = Runnable::run;
        close();
        opened.clear();

        history = createHistory(Duration.ZERO, 0);
        assertThat(get(history.rooms())).isEmpty();
        assertThat(count("message")).isPositive();
        get(history.prune(time.clock().instant()));

        assertThat(count("message")).isZero();
        assertThat(count("room")).isZero();
    }

    private int count(String table) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("parley0.db"));
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            return row.getInt(1);
        }
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    @AfterEach
    void close() {
        opened.forEach(SqliteHistory::close);
    }
}
