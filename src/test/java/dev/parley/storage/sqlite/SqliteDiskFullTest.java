package dev.parley.storage.sqlite;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.StorageException;
import dev.parley.text.RoomName;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Simulates a full disk with a limit of pages in the file, because SQLite reports both with the same error. */
class SqliteDiskFullTest {

    private static final RoomName ROOM = RoomName.LOBBY;
    private static final long SPACE = 1_000_000;
    private static final int ALL = Integer.MAX_VALUE;

    @TempDir
    private Path folder;

    private long maxPages = SPACE;
    private SqliteHistory history;
    private final User ada = new User(
            "ada's identity", NicknamePolicy.OPERATOR, new ClientInfo("terminal", "line", "127.0.0.1"), Instant.EPOCH);

    @BeforeEach
    void open() {
        history = SqliteHistory.open(
                HistorySettings.standard(folder.resolve("parley.db")),
                Clock.systemUTC(),
                Runnable::run,
                Runnable::run,
                () -> false,
                this::openLimited);
    }

    @AfterEach
    void close() {
        history.close();
    }

    private SqliteConnection openLimited(Path file) throws SQLException {
        SqliteConnection sqliteConnection = SqliteConnection.writing(file);
        sqliteConnection.execute("PRAGMA max_page_count = " + maxPages);
        sqliteConnection.commit();
        return sqliteConnection;
    }

    @Test
    void appendOnAFullDiskFailsAndChangesNothing() {
        get(history.append(ROOM, batch(0, 3)));
        MessageHistory.Bounds before = get(history.open(ROOM));
        fill();

        StorageException full =
                catchThrowableOfType(StorageException.class, () -> get(history.append(ROOM, batch(3, 500))));

        assertThat(full.isFull()).isTrue();
        assertThat(get(history.open(ROOM))).isEqualTo(before);
        assertThat(get(history.after(ROOM, 0, ALL, 500)).messages()).hasSize(3);
    }

    @Test
    void messagesAreReadWhileTheDiskIsFull() {
        get(history.append(ROOM, batch(0, 3)));
        fill();

        for (int i = 0; i < 20; i++) {
            assertThat(catchThrowableOfType(StorageException.class, () -> get(history.append(ROOM, batch(3, 500)))))
                    .isNotNull();
            assertThat(get(history.before(ROOM, ALL, 50)).messages()).hasSize(3);
            assertThat(get(history.rooms())).hasSize(1);
        }
    }

    @Test
    void appendContinuesWithoutAGapWhenThereIsSpaceAgain() {
        get(history.append(ROOM, batch(0, 3)));
        fill();
        List<MessageDraft> batch = batch(3, 500);
        assertThat(catchThrowableOfType(StorageException.class, () -> get(history.append(ROOM, batch))))
                .isNotNull();
        maxPages = SPACE;

        List<MessageHistory.AppendedDraft> appendedDrafts = get(history.append(ROOM, batch));

        assertThat(appendedDrafts)
                .allSatisfy(appendedDraft -> assertThat(((MessageHistory.Stored) appendedDraft).repeated())
                        .isFalse());
        assertThat(((MessageHistory.Stored) appendedDrafts.get(0))
                        .message()
                        .position()
                        .seq())
                .isEqualTo(4);
        assertThat(get(history.open(ROOM)).head()).isEqualTo(503);
    }

    @Test
    void checkWritableWritesToTheLogAndLeavesNoData() {
        get(history.append(ROOM, batch(0, 3)));
        get(history.checkWritable());
        get(history.checkWritable());
        Path log = folder.resolve("parley.db-wal");
        long before = log.toFile().length();
        get(history.checkWritable());
        assertThat(log.toFile().length()).as("size of the log after the check").isGreaterThan(before);
        assertThat(history.tokenStore().lastName("").toCompletableFuture()).isCompletedWithValue(Optional.empty());
    }

    @Test
    void roomThatCannotBeCreatedIsCreatedLater() {
        fill();
        List<RoomName> rooms = new ArrayList<>();
        StorageException full = null;
        for (int i = 0; i < 500 && full == null; i++) {
            RoomName room = new RoomName("room" + i);
            full = catchThrowableOfType(StorageException.class, () -> get(history.open(room)));
            rooms.add(room);
        }
        assertThat(full).isNotNull();
        maxPages = SPACE;

        rooms.forEach(history::open);
        assertThat(get(history.rooms()))
                .extracting(MessageHistory.StoredRoom::room)
                .containsExactlyInAnyOrderElementsOf(rooms);
    }

    /** Prevents the growth of the file. */
    private void fill() {
        maxPages = 1;
        // The limit applies to new connections, and a failure opens one.
        assertThat(catchThrowableOfType(StorageException.class, () -> get(history.setTopic(ROOM, null))))
                .isNotNull();
    }

    private List<MessageDraft> batch(int from, int count) {
        List<MessageDraft> messageDrafts = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            messageDrafts.add(new MessageDraft(ada, "text ".repeat(50) + i, false, new Reference("r" + i)));
        }
        return messageDrafts;
    }
}
