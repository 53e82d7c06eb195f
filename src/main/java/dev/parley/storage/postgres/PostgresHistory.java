package dev.parley.storage.postgres;

import com.zaxxer.hikari.pool.HikariPool;
import dev.parley.chat.hook.HookStore;
import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.room.ArchivedMessage;
import dev.parley.chat.room.DirectMessageStore;
import dev.parley.chat.room.EntryDraft;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.NodeLease;
import dev.parley.chat.room.PresenceRegistry;
import dev.parley.chat.room.RoomRelay;
import dev.parley.chat.room.RoomSettings;
import dev.parley.storage.CommitDeadline;
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
import dev.parley.storage.Transactions;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * The history in a PostgreSQL database, which other nodes use as well. When the stage of {@link #append} completes,
 * PostgreSQL has flushed the messages. Thread-safe; only opening and closing block.
 *
 * <p>If the connection fails during an append or another write, the history asks again until it knows whether it has taken
 * effect: with the ticket of the batch, or with the id of the transaction. The stage completes after that.
 */
public final class PostgresHistory extends JdbcMessageHistory {

    private static final Duration CLOSING = Duration.ofSeconds(2);
    private static final Duration CHECK = Duration.ofSeconds(2);

    private final DatabaseAddress address;
    private final PostgresNode node;
    private final ConnectionPool writingPool;
    private final ConnectionPool readingPool;
    private final PostgresTransactions writing;
    private final PostgresTransactions reading;
    private final Transactions inOrder;
    private final MessageReader reader;
    private final RoomDeletion roomDeletion;
    private final RoomRows roomRows;
    private final RepeatedAppend repeatedAppend;
    private final ClusterPorts cluster;
    private final Clock clock;
    private final @Nullable Clock messageClock;
    private final HistoryLimits limits;
    private final KeyedQueue rooms = new KeyedQueue();
    private final AtomicLong tickets = new AtomicLong();
    private final EpochGenerator epochGenerator = new EpochGenerator();

    private PostgresHistory(
            DatabaseAddress address,
            DatabaseAddress listenAddress,
            PostgresNode node,
            HistoryLimits limits,
            Clock clock,
            @Nullable Clock messageClock,
            Executor writes,
            Executor reads) {
        this.address = address;
        this.node = node;
        this.limits = limits;
        this.clock = clock;
        this.messageClock = messageClock;
        this.writingPool = address.writingPool();
        try {
            this.readingPool = address.readingPool();
        } catch (RuntimeException | Error e) {
            writingPool.close();
            throw e;
        }
        this.writing = new PostgresTransactions(writingPool, writes, node::begin);
        this.reading = new PostgresTransactions(readingPool, reads, address::beginReading);
        this.inOrder = new OrderedTransactions(writing, new KeyedQueue());
        this.reader = new MessageReader(reading);
        this.roomRows = new RoomRows(epochGenerator);
        this.roomDeletion = new RoomDeletion(writing, RoomRows.SLICE_DELETIONS);
        this.repeatedAppend = new RepeatedAppend(writing, writes);
        this.cluster = new ClusterPorts(address, listenAddress, node, writing, reading, writes);
    }

    /**
     * Opens the database as a further node, and creates its tables if there are none. Messages get their times from the clock of
     * the database, so that the clocks of the nodes may differ.
     *
     * @param writes runs the writes; as many threads as {@link PostgresSettings#writers} use all connections
     * @param reads runs the reads; its queue should be bounded
     * @param label names this node to the operator of another one: the name of the server, and more in parentheses
     * @throws HistoryUnavailableException if the database cannot be used, which is then unchanged
     */
    public static PostgresHistory open(
            PostgresSettings settings, Clock clock, Executor writes, Executor reads, String label) {
        return open(settings, clock, null, LeaseTimes.STANDARD, writes, reads, label);
    }

    /** Opens the database; {@code messageClock} gives messages their times, unless it is null. */
    static PostgresHistory open(
            PostgresSettings settings,
            Clock clock,
            @Nullable Clock messageClock,
            LeaseTimes times,
            Executor writes,
            Executor reads,
            String label) {
        DatabaseAddress address = new DatabaseAddress(settings);
        DatabaseAddress listenAddress = address.forListening();
        DatabaseProblems problems = new DatabaseProblems(address.location(), "spring.datasource.url");
        DatabaseAddress pooled = checkPooler(address, listenAddress, problems);
        DatabaseAddress direct = pooled.isBehindPooler() ? listenAddress : address;
        PostgresNode node = new PostgresNode(direct, times, label);
        try {
            HistoryLimits limits = new DatabaseOpening(direct, problems, settings, clock).open(node);
            PostgresHistory history =
                    new PostgresHistory(pooled, listenAddress, node, limits, clock, messageClock, writes, reads);
            history.start();
            return history;
        } catch (SQLException | FlywayException | DataAccessException | HikariPool.PoolInitializationException e) {
            node.close();
            throw problems.failing(address.role(), e);
        } catch (RuntimeException | Error e) {
            node.close();
            throw e;
        }
    }

    private static DatabaseAddress checkPooler(
            DatabaseAddress address, DatabaseAddress listenAddress, DatabaseProblems problems) {
        try {
            return new PoolerCheck(address, listenAddress).check();
        } catch (SQLException e) {
            throw problems.failing(address.role(), e);
        }
    }

    private void start() throws SQLException {
        try {
            cluster.start();
        } catch (SQLException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Returns the lease of this node. */
    public NodeLease nodeLease() {
        return node;
    }

    /** Returns the relay to the other nodes. */
    public RoomRelay roomRelay() {
        return cluster.relay();
    }

    /** Returns the nicknames of the users of all nodes. */
    public NicknameRegistry nicknameRegistry() {
        return cluster.nicknames();
    }

    /** Returns the members of the rooms on all nodes. */
    public PresenceRegistry presenceRegistry() {
        return cluster.presence();
    }

    @Override
    protected MessageReader reader() {
        return reader;
    }

    @Override
    protected Transactions writingInOrder() {
        return inOrder;
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
    public DirectMessageStore directMessageStore() {
        return directMessageStore(JdbcDirectMessageStore.MOST_OF_SERVER);
    }

    /** Returns a store that keeps at most this number of direct messages of all users. */
    DirectMessageStore directMessageStore(int most) {
        return new JdbcDirectMessageStore(writing, reading, clock, most);
    }

    @Override
    public HookStore hookStore() {
        return new JdbcHookStore(inOrder, reading, new HookOwnership(inOrder)::claim);
    }

    @Override
    public String location() {
        return address.location();
    }

    @Override
    public CompletionStage<Bounds> open(RoomName room) {
        return reader.row(room)
                .thenCompose(found -> found.<CompletionStage<RowMapper.RoomRow>>map(CompletableFuture::completedFuture)
                        .orElseGet(() ->
                                write(room, "create room", connection -> roomRows.lockOrCreate(connection, room))))
                .thenApply(RowMapper.RoomRow::bounds);
    }

    private <T> CompletionStage<T> write(RoomName room, String purpose, Transactions.Work<T> work) {
        return rooms.submit(room.text(), () -> writing.submit(purpose + " " + room, work));
    }

    @Override
    public CompletionStage<Map<RoomName, Position>> heads(Collection<RoomName> wanted) {
        String[] names = wanted.stream().map(RoomName::text).toArray(String[]::new);
        return reading.call("read the heads of rooms", connection -> {
            Map<RoomName, Position> heads = new HashMap<>();
            try (ResultSet row = connection.query(
                    "SELECT name, epoch, head FROM room WHERE name = ANY (?)", connection.texts(names))) {
                while (row.next()) {
                    heads.put(new RoomName(row.getString(1)), new Position(row.getString(2), row.getLong(3)));
                }
            }
            return heads;
        });
    }

    @Override
    public CompletionStage<List<AppendedDraft>> append(RoomName room, List<? extends EntryDraft> drafts) {
        if (drafts.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        List<MessageDraft> messageDrafts = StepwiseAppend.plainMessages(drafts);
        if (messageDrafts.size() < drafts.size()) {
            return write(
                    room,
                    "store " + drafts.size() + " changes and messages of room",
                    connection -> StepwiseAppend.run(
                            connection, roomRows.lockOrCreate(connection, room), messageClock, drafts));
        }
        AppendCall call = new AppendCall(
                node.id(),
                tickets.incrementAndGet(),
                room,
                epochGenerator.next(),
                messageClock == null ? null : messageClock.instant(),
                messageDrafts);
        CompletableFuture<List<AppendedDraft>> result = new CompletableFuture<>();
        CommitDeadline deadline = CommitDeadline.start(call.purpose(), result);
        rooms.submit(room.text(), () -> repeatedAppend.run(call, deadline)).whenComplete((appended, failure) -> {
            if (failure == null) {
                result.complete(appended);
            } else {
                result.completeExceptionally(failure);
            }
        });
        return result;
    }

    @Override
    public CompletionStage<ImportedMessages> importMessages(RoomName room, List<ArchivedMessage> messages) {
        Instant now = clock.instant();
        return write(
                room,
                "import " + messages.size() + " messages into room",
                connection ->
                        new MessageImporter(connection, roomRows.lockOrCreate(connection, room), now).run(messages));
    }

    /** Checks that the database answers within some seconds and that this node has a lease. */
    @Override
    public CompletionStage<?> checkAvailable() {
        return reading.call("reach the database", connection -> {
                    node.checkHeld();
                    connection.query("SELECT 1").close();
                    return true;
                })
                .toCompletableFuture()
                .orTimeout(CHECK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletionStage<?> checkWritable() {
        return writing.submit(
                "store anything",
                connection -> connection.update("UPDATE node SET label = label WHERE id = ?", node.id()));
    }

    @Override
    public CompletionStage<?> setTopic(RoomName room, String topic) {
        return write(
                room, "store the topic of room", connection -> roomRows.update(connection, room, "topic = ?", topic));
    }

    @Override
    public CompletionStage<?> setSettings(RoomName room, RoomSettings settings) {
        return write(room, "store the settings of room", connection -> roomRows.update(connection, room, settings));
    }

    @Override
    public CompletionStage<Boolean> deleteRoomIfEmpty(RoomName room) {
        long since = clock.instant().minus(MessageReferences.KEPT).toEpochMilli();
        return write(room, "delete room", connection -> roomRows.deleteIfEmpty(connection, room, since));
    }

    @Override
    public CompletionStage<Boolean> deleteRoom(RoomName room) {
        return write(room, "delete room", connection -> RoomDeletion.rename(connection, room))
                .thenCompose(roomDeletion::finish);
    }

    @Override
    public CompletionStage<?> prune(Instant now) {
        return writing.submit("count the references", ReferencePruning::lastExcess)
                .thenCompose(excess -> new RetentionPruner(
                                writing,
                                limits,
                                roomDeletion,
                                (connection, until) -> ReferencePruning.delete(connection, Math.max(until, excess)))
                        .run(now));
    }

    @Override
    public void close() {
        repeatedAppend.close();
        cluster.stopWrites();
        reading.close(CLOSING);
        writing.close(CLOSING);
        cluster.close();
        readingPool.close();
        writingPool.close();
    }
}
