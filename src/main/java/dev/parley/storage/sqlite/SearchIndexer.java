package dev.parley.storage.sqlite;

import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.Scheduler;
import dev.parley.storage.sqlite.SearchIndexWriter.IndexedRoom;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the search index like the history: follows the log of each changed room by position, on a thread of its own that may
 * block, and builds the index again if the file is missing or damaged. Its public methods are thread-safe and never block.
 */
final class SearchIndexer {

    private static final Logger LOG = LoggerFactory.getLogger(SearchIndexer.class);

    private static final int PAGE = 500;

    /** The entries of a transaction while the index is being built. Small ones leave many parts to merge. */
    private static final int TRANSACTION = 20_000;

    private static final Duration DELAY = Duration.ofMillis(200);

    /** The delay after a pass with many entries: a large transaction needs less CPU time per entry. */
    private static final Duration LOADED_DELAY = Duration.ofMillis(600);

    private static final int MANY = 50;
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration PROGRESS = Duration.ofSeconds(10);

    /** The part of the time for which removed texts are overwritten, as a divisor. */
    private static final int SHARE = 100;

    private final MessageHistory history;
    private final SearchFile file;
    private final UnusedSpace unusedSpace;
    private final Scheduler scheduler;
    private final Executor executor;

    private final Set<RoomName> changed = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean allChanged = new AtomicBoolean(true);
    private final AtomicBoolean damaged = new AtomicBoolean();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicLong behindSince = new AtomicLong(); // nanoseconds; 0 while nothing is to be done
    private final AtomicInteger generation = new AtomicInteger(); // of the file
    private volatile boolean complete;
    private volatile boolean isLoaded; // whether the last pass had many entries
    private volatile boolean isClearingPaused;
    private volatile boolean closed;

    // Confined to the thread of the executor.
    private @Nullable SqliteConnection connection;
    private @Nullable SearchIndexWriter writer;
    private boolean isNew;
    private long indexed;
    private long committed;
    private long reportedAt;

    /**
     * Creates an indexer that does nothing until {@link #start}.
     *
     * @param executor runs one task at a time
     */
    SearchIndexer(MessageHistory history, SearchFile file, Scheduler scheduler, Executor executor) {
        this.history = history;
        this.file = file;
        this.unusedSpace = new UnusedSpace(file.path());
        this.scheduler = scheduler;
        this.executor = executor;
    }

    /** Begins to follow all rooms. */
    void start() {
        wake(Duration.ZERO);
    }

    /** Follows a room with new entries. */
    void onChanged(RoomName room) {
        changed.add(room);
        wake(isLoaded ? LOADED_DELAY : DELAY);
    }

    /** Follows all rooms, some of which were deleted, or lost their oldest entries. */
    void onRemoved() {
        allChanged.set(true);
        wake(DELAY);
    }

    /** Builds the index again, because a search found the file to be damaged. */
    void onDamaged() {
        complete = false;
        damaged.set(true);
        onRemoved();
    }

    /** Returns whether the index has had all messages since it was opened. */
    boolean isComplete() {
        return complete;
    }

    /** Returns the number of times that the file was replaced. */
    int generation() {
        return generation.get();
    }

    /** Returns for how long a change has been waiting. */
    Duration lag() {
        long since = behindSince.get();
        return since == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, System.nanoTime() - since));
    }

    private void wake(Duration delay) {
        behindSince.compareAndSet(0, Math.max(1, System.nanoTime()));
        if (!closed && scheduled.compareAndSet(false, true)) {
            scheduler.schedule(delay, () -> submit(this::run));
        }
    }

    private void submit(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException ignored) {
            scheduled.set(false); // the server ends; the next start follows
        }
    }

    private void run() {
        scheduled.set(false);
        if (closed) {
            return;
        }
        Set<RoomName> rooms = new HashSet<>(changed);
        changed.removeAll(rooms);
        boolean all = allChanged.getAndSet(false);
        try {
            SearchIndexWriter open = open();
            if (all) {
                followAll(open);
            }
            long before = indexed;
            follow(open, rooms);
            complete = true;
            commit(open);
            isLoaded = indexed - before >= MANY;
            onFollowed();
            clearRemovedTexts(open);
        } catch (SQLException e) {
            damaged.compareAndSet(false, SearchFile.isDamaged(e));
            retry(e, all, rooms);
        } catch (IOException | ExecutionException | RejectedExecutionException e) {
            retry(e, all, rooms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the lag, unless there were changes meanwhile. */
    private void onFollowed() {
        behindSince.set(0);
        if (!changed.isEmpty() || allChanged.get()) {
            behindSince.compareAndSet(0, Math.max(1, System.nanoTime()));
        }
    }

    private void retry(Exception failure, boolean all, Collection<RoomName> rooms) {
        if (closed) {
            return;
        }
        LOG.warn("The search index could not follow the rooms; it is tried again.", failure);
        disconnect();
        changed.addAll(rooms);
        allChanged.compareAndSet(false, all || damaged.get());
        wake(RETRY);
    }

    private SearchIndexWriter open() throws SQLException, IOException {
        if (damaged.getAndSet(false)) {
            complete = false;
            disconnect();
            file.delete();
            generation.incrementAndGet();
            LOG.warn("The search index {} is damaged and is built again.", file.path());
        }
        SearchIndexWriter open = writer;
        if (open == null) {
            SqliteConnection opened = file.openWriting();
            connection = opened;
            open = new SearchIndexWriter(opened);
            writer = open;
            isNew = open.rooms().isEmpty();
        }
        return open;
    }

    private void followAll(SearchIndexWriter open) throws SQLException, InterruptedException, ExecutionException {
        indexed = 0;
        committed = 0;
        reportedAt = System.nanoTime();
        Set<RoomName> stored = new HashSet<>();
        get(history.rooms()).forEach(room -> stored.add(room.room()));
        for (IndexedRoom room : open.rooms()) {
            if (!stored.contains(room.name())) {
                delete(open, room);
            }
        }
        Map<RoomName, Position> heads = get(history.heads(stored));
        for (Map.Entry<RoomName, Position> head : heads.entrySet()) {
            Optional<IndexedRoom> room = follow(open, head.getKey(), head.getValue());
            if (room.isPresent() && room.get().head() > 0) {
                removeExpired(open, room.get());
            }
        }
        if (isNew && indexed > 0 && !closed) {
            LOG.info("The search index has all {} messages and changes.", indexed);
        }
        isNew = false;
    }

    private void follow(SearchIndexWriter open, Set<RoomName> rooms)
            throws SQLException, InterruptedException, ExecutionException {
        Map<RoomName, Position> heads = rooms.isEmpty() ? Map.of() : get(history.heads(rooms));
        for (RoomName name : rooms) {
            follow(open, name, heads.get(name));
        }
    }

    /** Follows a room up to a position; null if the room is not stored. */
    private Optional<IndexedRoom> follow(SearchIndexWriter open, RoomName name, @Nullable Position head)
            throws SQLException, InterruptedException, ExecutionException {
        Optional<IndexedRoom> known = open.room(name);
        if (known.isPresent() && (head == null || !isContinued(known.get(), head))) {
            delete(open, known.get());
            known = Optional.empty();
        }
        if (head == null) {
            return known;
        }
        IndexedRoom room = known.isPresent() ? known.get() : open.add(name, head.epoch());
        while (room.head() < head.seq() && !closed) {
            MessageHistory.Page page = get(history.after(name, room.head(), head.seq(), PAGE));
            if (!page.isEmpty() && !page.entries().get(0).position().epoch().equals(room.epoch())) {
                onChanged(name); // the room was deleted and created again in between
                return Optional.of(room);
            }
            long last = page.isEmpty()
                    ? head.seq()
                    : page.entries().get(page.entries().size() - 1).position().seq();
            room = open.apply(room, page.entries(), last);
            indexed += page.entries().size();
            if (indexed - committed >= TRANSACTION) {
                commit(open);
                report();
            }
        }
        return Optional.of(room);
    }

    private void commit(SearchIndexWriter open) throws SQLException {
        open.commit();
        committed = indexed;
    }

    /** Returns whether the history still has what the index has, and is not an older backup. */
    private static boolean isContinued(IndexedRoom room, Position head) {
        return room.epoch().equals(head.epoch()) && room.head() <= head.seq();
    }

    private void report() {
        if (isNew && System.nanoTime() - reportedAt > PROGRESS.toNanos()) {
            reportedAt = System.nanoTime();
            LOG.info("The search index is being built: {} messages and changes so far.", indexed);
        }
    }

    private void removeExpired(SearchIndexWriter open, IndexedRoom room)
            throws SQLException, InterruptedException, ExecutionException {
        long oldest = get(history.messagesAfter(room.name(), room.head(), room.head(), 1))
                .oldest();
        while (!closed && open.removeBefore(room, oldest)) {
            Thread.onSpinWait();
        }
    }

    private void delete(SearchIndexWriter open, IndexedRoom room) throws SQLException {
        while (!closed && open.removeBefore(room, Long.MAX_VALUE)) {
            Thread.onSpinWait();
        }
        if (!closed) {
            open.remove(room);
        }
    }

    /** Removes the copies of removed texts from the write-ahead log and from unused space, not after each of many edits. */
    private void clearRemovedTexts(SearchIndexWriter open) throws SQLException, IOException {
        SqliteConnection here = connection;
        long start = System.nanoTime();
        if (here == null || !open.isTextRemoved() || isClearingPaused) {
            return;
        }
        if (here.emptyLog()) {
            here.begin();
            here.execute("PRAGMA shrink_memory");
            unusedSpace.clear();
            here.commit();
            open.onTextCleared();
            pauseClearing(Duration.ofNanos(SHARE * (System.nanoTime() - start)));
        } else {
            pauseClearing(DELAY);
        }
    }

    private void pauseClearing(Duration time) {
        isClearingPaused = true;
        scheduler.schedule(time, () -> {
            isClearingPaused = false;
            submit(this::clear);
        });
    }

    /** Removes the copies of removed texts after a pause, without following the rooms. */
    private void clear() {
        SearchIndexWriter open = writer;
        if (closed || open == null) {
            return;
        }
        try {
            clearRemovedTexts(open);
        } catch (SQLException e) {
            damaged.compareAndSet(false, SearchFile.isDamaged(e));
            retry(e, false, Set.of());
        } catch (IOException e) {
            retry(e, false, Set.of());
        }
    }

    private static <T> T get(CompletionStage<T> stage) throws InterruptedException, ExecutionException {
        return stage.toCompletableFuture().get();
    }

    private void disconnect() {
        SqliteConnection open = connection;
        connection = null;
        writer = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException ignored) {
                return;
            }
        }
    }

    /** Stops before the next page. */
    void stop() {
        closed = true;
    }

    /** Closes the file, on the thread of the executor after {@link #stop}. */
    void close() {
        disconnect();
        unusedSpace.close();
    }
}
