package dev.parley.integration;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Scheduler;
import dev.parley.chat.search.MessageSearch;
import dev.parley.chat.search.SearchParser;
import dev.parley.chat.search.SearchQuery;
import dev.parley.chat.search.SearchResult;
import dev.parley.load.Measurements;
import dev.parley.storage.sqlite.HistorySettings;
import dev.parley.storage.sqlite.SqliteHistory;
import dev.parley.storage.sqlite.SqliteMessageSearch;
import dev.parley.text.RoomName;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Measures searches over 1,000,000 messages in 10 rooms, whose words are as unequally frequent as those of a language. */
@Tag("soak")
class SearchFiguresIT {

    private static final int MESSAGES = Integer.getInteger("test.search.messages", 1_000_000);
    private static final int SEARCHES = 200;
    private static final int P99 = SEARCHES * 99 / 100 - 1;
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final int ROOMS = 10;
    private static final int AUTHORS = 50;
    private static final int WORDS = 20_000;
    private static final long FIRST = 1_700_000_000_000L;
    private static final long STEP = 2_000;
    private static final Duration MOST = Duration.ofMillis(100);

    @TempDir
    private Path folder;

    private final Random random = new Random(1);
    private final List<String> slow = new ArrayList<>();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final Measurements figures = Measurements.of("search");

    private final Scheduler scheduler = (delay, task) -> {
        ScheduledFuture<?> later = threads.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        return () -> later.cancel(false);
    };

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void searchesOverAMillionMessagesTakeLessThanATenthOfASecond() throws Exception {
        Path file = folder.resolve("parley.db");
        try (SqliteHistory history = open(file)) {
            for (int room = 0; room < ROOMS; room++) {
                get(history.open(new RoomName("room" + room)));
            }
        }
        storeMessages(file);
        try (SqliteHistory history = open(file)) {
            long began = System.nanoTime();
            try (SqliteMessageSearch search = SqliteMessageSearch.open(history, scheduler, Runnable::run, threads)) {
                while (search.lag().compareTo(Duration.ZERO) > 0 || isBuilding(search)) {
                    TimeUnit.MILLISECONDS.sleep(100);
                }
                figures.add(
                        "index of %d messages in %d s; database %d MB, index %d MB",
                        MESSAGES,
                        Duration.ofNanos(System.nanoTime() - began).toSeconds(),
                        Files.size(file) >> 20,
                        Files.size(folder.resolve("parley-search.db")) >> 20);
                searchAll(search);
                assertThat(slow).as("p99 of CPU time above 100 ms").isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean isBuilding(MessageSearch search) {
        return get(search.search(query("zzz"), 1, room -> true)).notes().contains(SearchResult.Note.BUILDING);
    }

    private void searchAll(MessageSearch search) {
        measure(search, "a rare word", () -> word(5_000 + random.nextInt(WORDS - 5_000)));
        measure(search, "a word", () -> word(100 + random.nextInt(1_000)));
        measure(search, "a very frequent word", () -> word(random.nextInt(5)));
        measure(search, "2 frequent words", () -> word(random.nextInt(50)) + " " + word(random.nextInt(50)));
        measure(
                search,
                "a frequent and a rare word",
                () -> word(random.nextInt(5)) + " " + word(5_000 + random.nextInt(5_000)));
        measure(search, "a word in a room", () -> word(random.nextInt(1_000)) + " in:room" + random.nextInt(ROOMS));
        measure(
                search,
                "a word of an author in a room",
                () -> word(random.nextInt(1_000)) + " from:user" + random.nextInt(AUTHORS) + " in:room"
                        + random.nextInt(ROOMS));
        measure(
                search,
                "a word before a day",
                () -> word(random.nextInt(1_000)) + " before:2023-11-2" + random.nextInt(10));
        measure(
                search,
                "a part of a word",
                () -> '"' + word(random.nextInt(1_000)).substring(1) + '"');
        measure(search, "a frequent part", () -> '"' + word(random.nextInt(5)).substring(1) + '"');
        measure(
                search,
                "2 words in a row",
                () -> '"' + word(random.nextInt(100)) + " " + word(random.nextInt(100)) + '"');
        measure(
                search,
                "a word and a part",
                () -> word(random.nextInt(100)) + " \""
                        + word(random.nextInt(100)).substring(1) + '"');
        measure(
                search,
                "2 characters (scan)",
                () -> '"' + word(random.nextInt(WORDS)).substring(0, 2) + '"');
        measure(search, "a word that no message has", () -> "nothing" + random.nextInt());
    }

    private void measure(MessageSearch search, String kind, Supplier<String> typed) {
        List<Long> nanos = new ArrayList<>();
        List<Long> cpu = new ArrayList<>();
        long hits = 0;
        int cut = 0;
        for (int i = 0; i < SEARCHES; i++) {
            SearchQuery query = query(typed.get());
            long began = System.nanoTime();
            long cpuBegan = CPU.getCurrentThreadCpuTime();
            SearchResult result = get(search.search(query, 50, room -> true));
            cpu.add(CPU.getCurrentThreadCpuTime() - cpuBegan);
            nanos.add(System.nanoTime() - began);
            hits += result.hits().size();
            cut += result.notes().contains(SearchResult.Note.CUT) ? 1 : 0;
        }
        Collections.sort(nanos);
        Collections.sort(cpu);
        Duration p99 = Duration.ofNanos(cpu.get(P99));
        figures.add(
                "| %s | %.1f | %.1f | %.1f | %.1f | %.0f | %d |",
                kind,
                nanos.get(SEARCHES / 2) / 1e6,
                nanos.get(P99) / 1e6,
                cpu.get(SEARCHES / 2) / 1e6,
                cpu.get(P99) / 1e6,
                (double) hits / SEARCHES,
                cut);
        if (p99.compareTo(MOST) > 0) {
            slow.add(kind);
        }
    }

    private static SearchQuery query(String typed) {
        return Objects.requireNonNull(
                new SearchParser(ZoneOffset.UTC).parse(typed).query());
    }

    /** Returns the word of a rank, of 3 to 9 letters. */
    private static String word(int rank) {
        Random letters = new Random(rank * 31L + 7);
        StringBuilder word = new StringBuilder();
        int length = 3 + letters.nextInt(7);
        for (int i = 0; i < length; i++) {
            word.append((char) ('a' + letters.nextInt(26)));
        }
        return word.toString();
    }

    /** Returns a rank, so that the frequency of a word is about that of the first one divided by its rank. */
    private int rank() {
        return (int) Math.pow(WORDS, random.nextDouble()) - 1;
    }

    private static SqliteHistory open(Path file) {
        return SqliteHistory.open(HistorySettings.standard(file), Clock.systemUTC(), Runnable::run, Runnable::run);
    }

    private void storeMessages(Path file) throws Exception {
        String[] words = new String[WORDS];
        for (int i = 0; i < WORDS; i++) {
            words[i] = word(i);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO message (room, seq, at, person, name, via, text, action, reference)"
                                + " VALUES (?, ?, ?, ?, ?, 'browser', ?, 0, NULL)");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < MESSAGES; i++) {
                StringBuilder text = new StringBuilder();
                for (int word = 4 + random.nextInt(12); word > 0; word--) {
                    text.append(words[rank()]).append(word == 1 ? "." : " ");
                }
                int author = random.nextInt(AUTHORS);
                insert.setInt(1, 1 + i % ROOMS);
                insert.setInt(2, 1 + i / ROOMS);
                insert.setLong(3, FIRST + i * STEP);
                insert.setString(4, "id" + author);
                insert.setString(5, "user" + author);
                insert.setString(6, text.toString());
                insert.executeUpdate();
            }
            statement.execute("UPDATE room SET head = " + MESSAGES / ROOMS);
            connection.commit();
        }
    }
}
