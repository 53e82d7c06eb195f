package dev.parley.storage.sqlite;

import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.Scheduler;
import dev.parley.chat.room.StorageException;
import dev.parley.chat.search.MessageSearch;
import dev.parley.chat.search.SearchHit;
import dev.parley.chat.search.SearchQuery;
import dev.parley.chat.search.SearchResult;
import dev.parley.chat.search.SearchResult.Note;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Searches messages with FTS5 in a file beside the database, which {@link SearchIndexer} keeps like the history. Thread-safe. */
public final class SqliteMessageSearch implements MessageSearch, HistoryListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteMessageSearch.class);
    private static final Duration END = Duration.ofSeconds(2);

    private final SearchFile file;
    private final SearchIndexer indexer;
    private final Scheduler scheduler;
    private final Executor searching;
    private final Executor indexing;
    private final ConcurrentLinkedQueue<Reader> idle = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    private SqliteMessageSearch(
            Path database, MessageHistory history, Scheduler scheduler, Executor searching, Executor indexing) {
        this.file = SearchFile.of(database);
        this.indexer = new SearchIndexer(history, file, scheduler, indexing);
        this.scheduler = scheduler;
        this.searching = searching;
        this.indexing = indexing;
    }

    /**
     * Opens the search of a history, and follows the history from now on. A file that is missing or damaged is built in the
     * background.
     *
     * @param searching runs searches; its queue should be bounded
     * @param indexing runs one task at a time
     */
    public static SqliteMessageSearch open(
            SqliteHistory history, Scheduler scheduler, Executor searching, Executor indexing) {
        SqliteMessageSearch search =
                new SqliteMessageSearch(Path.of(history.location()), history, scheduler, searching, indexing);
        history.listener = search;
        search.indexer.start();
        return search;
    }

    /** Deletes the file of a history without search, so that it keeps no texts that are removed later. */
    public static void deleteFile(SqliteHistory history) {
        try {
            SearchFile.of(Path.of(history.location())).delete();
        } catch (IOException e) {
            LOG.warn("The search index could not be deleted.", e);
        }
    }

    /** A connection, which is discarded after the file was replaced. */
    private record Reader(SqliteConnection connection, int generation) {}

    @Override
    public void onChanged(RoomName room) {
        indexer.onChanged(room);
    }

    @Override
    public void onRemoved() {
        indexer.onRemoved();
    }

    @Override
    public Duration lag() {
        return indexer.lag();
    }

    @Override
    public CompletionStage<SearchResult> search(SearchQuery query, int most, Predicate<RoomName> visible) {
        try {
            return CompletableFuture.supplyAsync(() -> run(query, most, visible), searching);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private SearchResult run(SearchQuery query, int most, Predicate<RoomName> visible) {
        Reader reader = null;
        try {
            reader = take();
            SearchResult result = run(reader.connection(), query, most, visible);
            reader.connection().commit();
            give(reader);
            return result;
        } catch (SQLException e) {
            close(reader);
            if (SearchFile.isUnreadable(e) && indexer.isComplete()) {
                LOG.warn("The search index cannot be read.", e);
                indexer.onDamaged();
            }
            if (!indexer.isComplete()) {
                return new SearchResult(List.of(), Set.of(Note.BUILDING));
            }
            throw new StorageException("Could not search messages: " + e.getMessage(), false, e);
        }
    }

    private Reader take() throws SQLException {
        int current = indexer.generation();
        for (Reader reader = idle.poll(); reader != null; reader = idle.poll()) {
            if (reader.generation() == current) {
                return reader;
            }
            close(reader);
        }
        return new Reader(file.openReading(), current);
    }

    private void give(Reader reader) {
        idle.add(reader);
        if (closed) {
            closeIdle();
        }
    }

    private static void close(@Nullable Reader reader) {
        if (reader != null) {
            try {
                reader.connection().close();
            } catch (SQLException ignored) {
                return;
            }
        }
    }

    private void closeIdle() {
        for (Reader reader = idle.poll(); reader != null; reader = idle.poll()) {
            close(reader);
        }
    }

    private SearchResult run(SqliteConnection connection, SearchQuery query, int most, Predicate<RoomName> visible)
            throws SQLException {
        EnumSet<Note> notes = EnumSet.noneOf(Note.class);
        if (!indexer.isComplete()) {
            notes.add(Note.BUILDING);
        }
        Long room = query.in() == null ? null : room(connection, query.in());
        if (query.in() != null && room == null) {
            return new SearchResult(List.of(), notes);
        }
        SearchStatement search = SearchStatement.of(query, room);
        if (search.limited()) {
            notes.add(Note.SCANNED);
        }
        List<SearchHit> hits = new ArrayList<>();
        PreparedStatement statement = prepare(connection, search);
        long end = System.nanoTime() + TIME.toNanos();
        Scheduler.Task interruption = scheduler.schedule(TIME, () -> cancel(statement));
        try (ResultSet row = statement.executeQuery()) {
            while (hits.size() <= most && row.next()) {
                if (System.nanoTime() - end > 0) {
                    notes.add(Note.CUT);
                    break;
                }
                SearchHit hit = hit(query, search, row);
                if (hit != null && visible.test(hit.room())) {
                    hits.add(hit);
                }
            }
        } catch (SQLiteException e) {
            if (e.getResultCode() != SQLiteErrorCode.SQLITE_INTERRUPT) {
                throw e;
            }
            notes.add(Note.CUT);
        } finally {
            interruption.cancel();
        }
        if (hits.size() > most) {
            hits.remove(hits.size() - 1);
            notes.add(Note.MORE);
        }
        return new SearchResult(hits, notes);
    }

    private static @Nullable Long room(SqliteConnection connection, RoomName name) throws SQLException {
        try (ResultSet row = connection.query("SELECT id FROM room WHERE name = ?", name.text())) {
            return row.next() ? (Long) row.getLong(1) : null;
        }
    }

    private static PreparedStatement prepare(SqliteConnection connection, SearchStatement search) throws SQLException {
        PreparedStatement statement = connection.prepared(search.sql());
        int parameter = 1;
        if (search.match() != null) {
            statement.setString(parameter++, search.match());
        }
        statement.setLong(parameter++, search.first());
        statement.setLong(parameter++, search.last());
        if (search.room() != null) {
            statement.setLong(parameter, search.room());
        }
        return statement;
    }

    private static void cancel(PreparedStatement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            LOG.debug("A search could not be stopped.", e);
        }
    }

    private static @Nullable SearchHit hit(SearchQuery query, SearchStatement search, ResultSet row)
            throws SQLException {
        String name = row.getString(5);
        String text = row.getString(7);
        if (search.verified() && !(query.isFrom(name) && query.containsTerms(text))) {
            return null;
        }
        return SearchHit.of(
                query,
                new RoomName(row.getString(1)),
                new Position(row.getString(2), row.getLong(3)),
                Instant.ofEpochMilli(row.getLong(4)),
                name,
                row.getBoolean(6),
                text);
    }

    /** Ends the index; the next start continues. Waits for the page that is being stored. */
    @Override
    public void close() {
        closed = true;
        indexer.stop();
        closeIdle();
        try {
            CompletableFuture.runAsync(indexer::close, indexing).get(END.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException | ExecutionException | TimeoutException e) {
            LOG.debug("The search index was not closed.", e);
        }
    }
}
