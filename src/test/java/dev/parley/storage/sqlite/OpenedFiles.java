package dev.parley.storage.sqlite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/** The histories that a test opens in a folder of its own: closed and deleted after it. */
final class OpenedFiles implements AfterEachCallback {

    private final List<SqliteHistory> opened = new ArrayList<>();
    private final ExecutorService writes = Executors.newSingleThreadExecutor();
    private final ExecutorService reads = Executors.newFixedThreadPool(2);
    private @Nullable Path folder;

    /** Creates a history in a new file, with threads of its own. */
    SqliteHistory create(Clock clock, Duration retention, int maxMessages) {
        Path file = folder().resolve("parley" + opened.size() + ".db");
        return add(SqliteHistory.open(new HistorySettings(file, retention, maxMessages, false), clock, writes, reads));
    }

    /** Closes all histories, and opens the one in the file of this name, which may be new. */
    SqliteHistory reopen(Clock clock, Executor executor) {
        close();
        return add(
                SqliteHistory.open(HistorySettings.standard(folder().resolve("parley.db")), clock, executor, executor));
    }

    private SqliteHistory add(SqliteHistory history) {
        opened.add(history);
        return history;
    }

    private Path folder() {
        Path here = folder;
        if (here == null) {
            try {
                here = Files.createTempDirectory("parley-test-");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            folder = here;
        }
        return here;
    }

    private void close() {
        opened.forEach(SqliteHistory::close);
        opened.clear();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        close();
        writes.shutdown();
        reads.shutdown();
        if (folder != null) {
            FileSystemUtils.deleteRecursively(folder);
        }
    }
}
