package dev.parley.storage.sqlite;

import dev.parley.chat.hook.HookStore;
import dev.parley.chat.room.ArchivedMessage;
import dev.parley.chat.room.ChangeDraft;
import dev.parley.chat.room.DirectMessageStore;
import dev.parley.chat.room.EntryDraft;
import dev.parley.chat.room.ReactionDraft;
import dev.parley.chat.room.RoomSettings;
import dev.parley.chat.room.StorageException;
import dev.parley.storage.AppendTransaction;
import dev.parley.storage.EpochGenerator;
import dev.parley.storage.HistoryLimits;
import dev.parley.storage.HistoryUnavailableException;
import dev.parley.storage.JdbcDirectMessageStore;
import dev.parley.storage.JdbcHookStore;
import dev.parley.storage.JdbcMessageHistory;
import dev.parley.storage.MessageImporter;
import dev.parley.storage.MessageReader;
import dev.parley.storage.MessageReferences;
import dev.parley.storage.RetentionPruner;
import dev.parley.storage.RoomDeletion;
import dev.parley.storage.RowMapper;
import dev.parley.storage.SqlConnection;
import dev.parley.storage.Transactions;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.sqlite.SQLiteJDBCLoader;

/**
 * The history in one SQLite file, which this process alone uses. When the stage of {@link #append} completes, the
 * messages are flushed to disk and survive the end of the process and of the machine. Thread-safe; only opening and
 * closing block.
 *
 * <p>Reads and writes run at the same time, each on an executor of their own, and in order of arrival. Stages complete on
 * these executors. A write runs on the calling thread instead if that thread may block and no other write waits.
 */
public final class SqliteHistory extends JdbcMessageHistory {

    /** The most writes that share a commit, so that none waits for long. */
    private static final int MAX_BATCH = 64;

    /** The deletions of a slice of a room; the other tables follow the row of the room. */
    private static final List<String> DELETIONS = List.of(
            "DELETE FROM message WHERE room = ? AND seq IN (SELECT seq FROM message WHERE room = ? ORDER BY seq LIMIT"
                    + " ?)",
            "DELETE FROM reaction WHERE room = ? AND (target, emoji, person) IN"
                    + " (SELECT target, emoji, person FROM reaction WHERE room = ? LIMIT ?)",
            "DELETE FROM sent WHERE room = ? AND id IN (SELECT id FROM sent WHERE room = ? LIMIT ?)");

    private final Path location;
    private final LockFile lock;
    private final TransactionRunner writing;
    private final TransactionRunner reading;
    private final WriteAheadLog writeAheadLog;
    private final UnusedSpace unusedSpace;
    private final Clock clock;
    private final MessageReader reader;
    private final RoomDeletion roomDeletion;
    volatile HistoryListener listener = HistoryListener.NONE; // of all writes, set by the search
    private HistoryLimits limits = new HistoryLimits(Duration.ZERO, 0); // set before the history is published
    private final EpochGenerator epochGenerator = new EpochGenerator();

    private SqliteHistory(
            Path location,
            LockFile lock,
            TransactionRunner writing,
            TransactionRunner reading,
            WriteAheadLog writeAheadLog,
            UnusedSpace unusedSpace,
            Clock clock) {
        this.location = location.toAbsolutePath().normalize();
        this.lock = lock;
        this.writing = writing;
        this.reading = reading;
        this.writeAheadLog = writeAheadLog;
        this.unusedSpace = unusedSpace;
        this.reader = new MessageReader(reading);
        this.roomDeletion = new RoomDeletion(writing, DELETIONS);
        this.clock = clock;
    }

    /**
     * Loads SQLite's native library, from the folder in the system property {@code org.sqlite.tmpdir}.
     *
     * @throws StorageException if that is not possible
     */
    public static void loadLibrary() {
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception e) {
            throw new StorageException(String.valueOf(e.getMessage()), false, e);
        }
    }

    /**
     * Opens the file, which is created if it does not exist. The time does not depend on the number of messages.
     *
     * @param writes runs the writes; one thread is enough, since the file has one writer
     * @param reads runs the reads; its queue should be bounded
     * @param mayBlock returns whether the calling thread may write itself while no other write waits; of such threads,
     *     one at a time is blocked
     * @throws HistoryUnavailableException if the file cannot be used, which is then unchanged
     */
    public static SqliteHistory open(
            HistorySettings settings, Clock clock, Executor writes, Executor reads, BooleanSupplier mayBlock) {
        return open(settings, clock, writes, reads, mayBlock, SqliteConnection::writing);
    }

    /** Opens the file, in which only threads of {@code writes} write. */
    public static SqliteHistory open(HistorySettings settings, Clock clock, Executor writes, Executor reads) {
        return open(settings, clock, writes, reads, () -> false);
    }

    /** Opens a connection that writes. */
    interface WriterFactory {
        SqliteConnection open(Path file) throws SQLException;
    }

    /** Opens the file with another way to open the connection that writes. */
    static SqliteHistory open(
            HistorySettings settings,
            Clock clock,
            Executor writes,
            Executor reads,
            BooleanSupplier mayBlock,
            WriterFactory writerFactory) {
        DatabaseFile file = DatabaseFile.at(settings.file());
        LockFile lock = LockFile.of(file.path());
        if (settings.restored() && file.hasWriteAheadLog()) {
            // Before SQLite opens the file, as it would apply the log of another database to it.
            lock.close();
            throw FileProblems.logBesideBackup(file.path());
        }
        TransactionRunner writing =
                new TransactionRunner(file.path(), () -> writerFactory.open(file.path()), writes, mayBlock, MAX_BATCH);
        TransactionRunner reading =
                new TransactionRunner(file.path(), () -> SqliteConnection.reading(file.path()), reads, () -> false, 1);
        UnusedSpace unusedSpace = new UnusedSpace(file.path());
        WriteAheadLog writeAheadLog = new WriteAheadLog(file.path(), reading, unusedSpace);
        writing.setTasks(writeAheadLog::emptyIfDue, writeAheadLog::close);
        SqliteHistory history =
                new SqliteHistory(settings.file(), lock, writing, reading, writeAheadLog, unusedSpace, clock);
        try {
            new SchemaMigrator(file).prepare(file.isNew());
            if (settings.restored()) {
                history.beginNewEpochs();
            }
            history.writing.inTransaction("look for removed texts", writeAheadLog::open);
            history.limits = history.writing.inTransaction(
                    "store the limits",
                    connection -> HistoryLimits.inForce(
                            connection,
                            new HistoryLimits(settings.retention(), settings.maxMessages()),
                            settings.confirmDeletion(),
                            clock.instant()));
            ClockComparison.run(history.reading, clock);
            return history;
        } catch (StorageException e) {
            history.close();
            throw file.unusable(e);
        } catch (RuntimeException | Error e) {
            history.close();
            throw e;
        }
    }

    @Override
    protected MessageReader reader() {
        return reader;
    }

    @Override
    protected Transactions writingInOrder() {
        return writing;
    }

    @Override
    protected Transactions reading() {
        return reading;
    }

    @Override
    protected Clock clock() {
        return clock;
    }

    @Override
    public String location() {
        return location.toString();
    }

    @Override
    public HookStore hookStore() {
        return new JdbcHookStore(writing, reading, nodeId -> CompletableFuture.completedFuture(true));
    }

    @Override
    public DirectMessageStore directMessageStore() {
        return directMessageStore(JdbcDirectMessageStore.MOST_OF_SERVER);
    }

    /** Returns a store that keeps at most this number of direct messages of all users. */
    DirectMessageStore directMessageStore(int most) {
        return new JdbcDirectMessageStore(writing, reading, clock, most);
    }

    private void beginNewEpochs() {
        writing.inTransaction("begin new epochs", connection -> {
            List<Long> rooms = connection
                    .client()
                    .sql("SELECT id FROM room")
                    .query((row, number) -> row.getLong(1))
                    .list();
            for (long room : rooms) {
                connection.update("UPDATE room SET epoch = ? WHERE id = ?", epochGenerator.next(), room);
            }
            return connection.update("UPDATE direct_history SET epoch = ?", epochGenerator.next());
        });
    }

    @Override
    public CompletionStage<Bounds> open(RoomName room) {
        return reader.row(room)
                .thenCompose(found -> found.<CompletionStage<RowMapper.RoomRow>>map(CompletableFuture::completedFuture)
                        .orElseGet(() ->
                                writing.submit("create room " + room, connection -> findOrCreate(connection, room))))
                .thenApply(RowMapper.RoomRow::bounds);
    }

    @Override
    public CompletionStage<Map<RoomName, Position>> heads(Collection<RoomName> rooms) {
        return reader.heads(rooms);
    }

    @Override
    public CompletionStage<List<AppendedDraft>> append(RoomName room, List<? extends EntryDraft> drafts) {
        Instant now = clock.instant();
        return listener.onChanged(
                room, writing.submit("store " + drafts.size() + " messages of room " + room, connection -> {
                    List<AppendedDraft> appended =
                            new AppendTransaction(connection, findOrCreate(connection, room), "sent", now).run(drafts);
                    deleteExcessReferences(connection);
                    if (drafts.stream()
                            .anyMatch(draft -> draft instanceof ChangeDraft && !(draft instanceof ReactionDraft))) {
                        writeAheadLog.onTextRemoved(connection);
                    }
                    return appended;
                }));
    }

    /** Keeps the table of references bounded under a flood of messages. Rows are stored in the order of their ids. */
    private static void deleteExcessReferences(SqlConnection connection) throws SQLException {
        connection.update("DELETE FROM sent WHERE id <= (SELECT max(id) FROM sent) - ?", MessageReferences.MOST_KEPT);
    }

    @Override
    public CompletionStage<ImportedMessages> importMessages(RoomName room, List<ArchivedMessage> messages) {
        Instant now = clock.instant();
        return listener.onChanged(
                room,
                writing.submit(
                        "import " + messages.size() + " messages into room " + room,
                        connection ->
                                new MessageImporter(connection, findOrCreate(connection, room), now).run(messages)));
    }

    private RowMapper.RoomRow findOrCreate(SqlConnection connection, RoomName room) throws SQLException {
        Optional<RowMapper.RoomRow> row = RowMapper.roomRow(connection, room);
        if (row.isPresent()) {
            return row.get();
        }
        connection.update("INSERT INTO room (name, epoch) VALUES (?, ?)", room.text(), epochGenerator.next());
        return RowMapper.roomRow(connection, room).orElseThrow();
    }

    @Override
    public CompletionStage<?> checkAvailable() {
        return writing.checkFile();
    }

    @Override
    public CompletionStage<?> checkWritable() {
        return writing.submit("store anything", connection -> {
            if (writing.isFull()) {
                throw new SQLException("there is hardly any space left");
            }
            connection.update("INSERT INTO token (digest, name, used_at) VALUES ('', '', 0)");
            return connection.update("DELETE FROM token WHERE digest = ''");
        });
    }

    @Override
    public CompletionStage<?> setTopic(RoomName room, String topic) {
        return writing.submit(
                "store the topic of room " + room,
                connection -> connection.update(
                        "UPDATE room SET topic = ? WHERE id = ?",
                        topic,
                        findOrCreate(connection, room).id()));
    }

    @Override
    public CompletionStage<?> setSettings(RoomName room, RoomSettings settings) {
        return writing.submit(
                "store the settings of room " + room,
                connection -> connection.update(
                        "UPDATE room SET locked = ?, slow = ? WHERE id = ?",
                        settings.locked(),
                        settings.slow().toMillis(),
                        findOrCreate(connection, room).id()));
    }

    @Override
    public CompletionStage<Boolean> deleteRoomIfEmpty(RoomName room) {
        long since = clock.instant().minus(MessageReferences.KEPT).toEpochMilli();
        return writing.submit(
                "delete room " + room,
                connection -> connection.update(
                                "DELETE FROM room WHERE name = ?"
                                        + " AND NOT EXISTS (SELECT 1 FROM message WHERE room = room.id)"
                                        + " AND NOT EXISTS (SELECT 1 FROM sent WHERE room = room.id AND at > ?)",
                                room.text(),
                                since)
                        > 0);
    }

    @Override
    public CompletionStage<Boolean> deleteRoom(RoomName room) {
        return listener.onRemoved(writing.enqueue(
                        "delete room " + room, connection -> RoomDeletion.rename(connection, room))
                .thenCompose(roomDeletion::finish)
                .thenCompose(isDeleted -> writing.submit("delete the texts of room " + room, connection -> {
                    if (isDeleted) {
                        writeAheadLog.onTextRemoved(connection);
                    }
                    return isDeleted;
                })));
    }

    @Override
    public CompletionStage<?> prune(Instant now) {
        return listener.onRemoved(
                new RetentionPruner(writing, limits, roomDeletion, SqliteHistory::deleteReferences).run(now));
    }

    /** Rows are stored in the order of insertion, so the oldest are the first. */
    private static int deleteReferences(SqlConnection connection, long until) throws SQLException {
        return connection.update(
                "DELETE FROM sent WHERE id < (SELECT min(id) FROM sent) + ? AND at <= ?", RetentionPruner.SLICE, until);
    }

    @Override
    public void close() {
        reading.close();
        writing.close();
        unusedSpace.close();
        lock.close();
    }
}
