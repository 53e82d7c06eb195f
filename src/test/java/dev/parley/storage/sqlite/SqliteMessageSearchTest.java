package dev.parley.storage.sqlite;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.ArchivedMessage;
import dev.parley.chat.room.EntryDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.search.MessageSearch;
import dev.parley.chat.search.MessageSearchContract;
import dev.parley.chat.search.SearchHit;
import dev.parley.chat.search.SearchParser;
import dev.parley.chat.search.SearchQuery;
import dev.parley.chat.search.SearchResult;
import dev.parley.chat.search.SearchResult.Note;
import dev.parley.storage.memory.InMemoryMessageSearch;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the search with FTS5. The index follows when the test advances the time. */
class SqliteMessageSearchTest extends MessageSearchContract {

    private static final String SECRET = "s3cr3tw0rd";

    @TempDir
    private Path folder;

    private SqliteHistory history;
    private SqliteMessageSearch search;

    @BeforeEach
    void open() {
        history = SqliteHistory.open(
                new HistorySettings(folder.resolve("parley.db"), Duration.ofDays(30), 0, false, true),
                time.clock(),
                Runnable::run,
                Runnable::run);
        search = SqliteMessageSearch.open(history, time, Runnable::run, Runnable::run);
    }

    @AfterEach
    void close() {
        search.close();
        history.close();
    }

    @Override
    protected MessageHistory history() {
        return history;
    }

    @Override
    protected MessageSearch search() {
        return search;
    }

    private Path file() {
        return folder.resolve("parley-search.db");
    }

    private SearchIndexFile index() {
        return new SearchIndexFile(file());
    }

    private void reopen() {
        close();
        open();
    }

    @Test
    void indexIsReadableByItsOwnerOnlyAndContinuesAfterARestart() throws IOException {
        say("tea");
        assertThat(find("tea")).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        search.close();
        say("more tea");
        edit(1, "coffee");
        reopen();

        assertThat(find("tea")).containsExactly("more tea");
        assertThat(search.lag()).isZero();
    }

    @Test
    void missingOrDamagedIndexIsBuiltAgain() throws IOException {
        say("tea");
        assertThat(find("tea")).hasSize(1);
        close();
        Files.delete(file());
        open();
        assertThat(find("tea")).hasSize(1);

        close();
        Files.writeString(file(), "no database ".repeat(1_000));
        open();
        time.advanceTime(Duration.ofSeconds(10));
        assertThat(find("tea")).containsExactly("tea");
    }

    @Test
    void indexOfAnotherVersionIsBuiltAgain() throws SQLException {
        say("tea");
        assertThat(find("tea")).hasSize(1);
        close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM entry");
            statement.execute("PRAGMA user_version = 1");
        }
        open();
        assertThat(result("tea", 1).notes()).containsExactly(Note.BUILDING);
        time.advanceTime(Duration.ofSeconds(10));

        assertThat(find("tea")).containsExactly("tea");
        assertThat(index().number("PRAGMA user_version")).isGreaterThan(1);
    }

    @Test
    void termsOfRemovedTextsLeaveTheIndex() throws SQLException {
        for (int i = 0; i < 300; i++) {
            say("tea " + i + " " + SECRET + "a" + i);
            time.advanceTime(Duration.ofMillis(20));
        }
        time.advanceTime(SECOND);
        assertThat(index().terms("word")).isGreaterThan(300);
        assertThat(index().terms("part")).isGreaterThan(300);
        IntStream.rangeClosed(1, 200).forEach(this::delete);
        IntStream.rangeClosed(201, 300).forEach(target -> edit(target, "mno"));
        time.advanceTime(Duration.ofMinutes(10));

        assertThat(index().terms("word")).as("mno, dev, ada").isEqualTo(3);
        assertThat(index().terms("part")).as("mno, dev, ada").isEqualTo(3);
    }

    @Test
    void changesOfManyRoomsLeaveOnePartOfTheIndexToMerge() throws SQLException {
        time.advanceTime(SECOND);
        for (int i = 0; i < 100; i++) {
            append(new RoomName("room" + i % 10), message("tea " + i));
            time.advanceTime(Duration.ofMillis(1));
        }
        time.advanceTime(SECOND);

        assertThat(index().number("SELECT count(DISTINCT segid) FROM word_idx")).isEqualTo(1);
        assertThat(index().number("SELECT count(DISTINCT segid) FROM part_idx")).isEqualTo(1);
        assertThat(find("tea")).hasSize(100);
    }

    @Test
    void textThatChangesTwiceBeforeTheIndexFollowsIsFoundByItsLastOne() throws SQLException {
        say("tea", "water", "cocoa");
        time.advanceTime(SECOND);
        say("milk");
        edit(1, "coffee");
        edit(1, "lemonade");
        edit(2, "juice");
        delete(2);
        edit(4, "soup");
        say("broth");
        delete(10);
        edit(3, "tea");
        edit(3, "cocoa");

        assertThat(find("lemonade")).containsExactly("lemonade");
        assertThat(find("soup")).containsExactly("soup");
        assertThat(find("in:dev")).containsExactly("soup", "cocoa", "lemonade");
        assertThat(index().terms("word"))
                .as("lemonade, cocoa, soup, room, author")
                .isEqualTo(5);
    }

    @Test
    void idOfARemovedMessageIsUsedAgain() throws SQLException {
        say("tea");
        time.advanceTime(SECOND);
        delete(1);
        Instant at = Instant.ofEpochMilli(index().number("SELECT at FROM entry"));
        get(history.importMessages(
                RoomName.LOBBY, List.of(new ArchivedMessage(at, "bob", "browser", "coffee", false, 1))));
        time.advanceTime(SECOND);

        assertThat(find("from:bob")).containsExactly("coffee");
        assertThat(find("from:ada")).isEmpty();
        assertThat(index().terms("word")).as("coffee, room, author").isEqualTo(3);
        assertThat(index().terms("part")).as("4 of coffee, room, author").isEqualTo(6);
    }

    /** The process ends without closing the index, which then has the state of its last transaction. */
    @Test
    void indexThatWasNotClosedReadsWhatItLacks() throws IOException {
        IntStream.rangeClosed(1, 300).forEach(i -> say("tea " + i));
        time.advanceTime(SECOND);
        Path copies = Files.createDirectory(folder.resolve("copies"));
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(path -> path.getFileName().toString().matches("parley-search\\.db(-wal)?"))
                    .toList();
        }
        for (Path each : files) {
            Files.copy(each, copies.resolve(each.getFileName()));
        }
        edit(3, "coffee 3");
        delete(4);
        close();
        for (Path each : files) {
            Files.move(copies.resolve(each.getFileName()), each, StandardCopyOption.REPLACE_EXISTING);
        }
        open();

        assertThat(result("tea", 2_000).hits()).hasSize(298).doesNotHaveDuplicates();
        assertThat(find("coffee")).containsExactly("coffee 3");
    }

    @Test
    void randomSearchesFindTheSameAsWithoutIndex() {
        Random random = new Random(1);
        InMemoryMessageSearch expected = new InMemoryMessageSearch(history);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 80; i++) {
                EntryDraft[] messages = Stream.generate(() -> message(RandomSearches.text(random)))
                        .limit(10)
                        .toArray(EntryDraft[]::new);
                append(random.nextInt(3) == 0 ? RoomName.LOBBY : DEV, messages);
                time.advanceTime(Duration.ofMillis(random.nextInt(20)));
            }
            for (int i = 0; i < 20; i++) {
                edit(1 + random.nextInt(1_200), RandomSearches.text(random));
                delete(1 + random.nextInt(1_200));
            }
            for (int i = 0; i < 60; i++) {
                String typed = RandomSearches.query(random);
                SearchQuery query = Objects.requireNonNull(
                        new SearchParser(ZoneOffset.UTC).parse(typed).query());
                List<SearchHit> found = result(typed, 10_000).hits();
                assertThat(found)
                        .as(typed)
                        .containsExactlyInAnyOrderElementsOf(get(expected.search(query, 10_000, room -> true))
                                .hits());
                assertThat(found)
                        .isSortedAccordingTo(Comparator.comparing(SearchHit::at).reversed());
            }
            reopen();
            expected = new InMemoryMessageSearch(history);
        }
    }

    @Test
    void indexOfAnOlderBackupFollowsTheRooms() throws IOException {
        say("tea");
        close();
        Path backup = folder.resolve("backup");
        Files.copy(folder.resolve("parley.db"), backup);
        open();
        say("tea that is not in the backup");
        assertThat(find("tea")).hasSize(2);
        close();
        Files.move(backup, folder.resolve("parley.db"), StandardCopyOption.REPLACE_EXISTING);
        open();

        assertThat(find("tea")).containsExactly("tea");
    }

    @Test
    void removedTextsLeaveTheFilesOfTheIndex() throws IOException {
        for (int i = 0; i < 300; i++) {
            say("tea " + i + " " + SECRET + "a" + i + " and more words " + "x".repeat(i));
        }
        time.advanceTime(SECOND);
        assertThat(index().content()).contains(SECRET);
        IntStream.rangeClosed(1, 150).forEach(this::delete);
        IntStream.rangeClosed(151, 300).forEach(target -> edit(target, "coffee " + target));
        time.advanceTime(Duration.ofMinutes(10));

        assertThat(find("coffee")).hasSize(100);
        assertThat(index().content()).doesNotContain(SECRET + "a");
    }

    @Test
    void copiesOfTextsThatWereRemovedBeforeARestartAreOverwrittenAfterIt() throws IOException {
        for (int i = 0; i < 300; i++) {
            say("tea " + i + " " + SECRET + "a" + i);
        }
        time.advanceTime(SECOND);
        search.close();
        IntStream.rangeClosed(1, 300).forEach(this::delete);
        reopen();
        time.advanceTime(Duration.ofMillis(1));
        reopen();
        time.advanceTime(Duration.ofMinutes(10));

        assertThat(index().content()).doesNotContain(SECRET + "a");
    }

    @Test
    void shortPartIsSearchedInTheNewestMessagesAndTheAnswerStatesThat() {
        say("ab 1", "cd", "ab 2");

        assertThat(find("\"ab\"")).containsExactly("ab 2", "ab 1");
        assertThat(result("\"ab\"", 10).notes()).containsExactly(Note.SCANNED);
        assertThat(result("東", 10).notes()).containsExactly(Note.SCANNED);
        assertThat(result("ab", 10).notes()).isEmpty();
    }

    @Test
    void searchIsCutAfterHalfASecondAndTheAnswerStatesThat() {
        say("tea 1", "tea 2", "tea 3", "tea 4");
        time.advanceTime(SECOND);
        SearchQuery query = Objects.requireNonNull(
                new SearchParser(ZoneOffset.UTC).parse("tea").query());

        SearchResult result = get(search.search(query, 10, room -> {
            time.advanceTime(MessageSearch.TIME); // each row takes half a second
            return true;
        }));

        assertThat(MessageSearch.TIME).isEqualTo(Duration.ofMillis(500));
        assertThat(result.hits()).extracting(SearchHit::excerpt).containsExactly("tea 4");
        assertThat(result.notes()).containsExactly(Note.CUT);
        assertThat(result.sentences())
                .containsExactly("The search was stopped after half a second, and there may be more."
                        + " Add a word, from:NAME, in:ROOM or a day.");
        assertThat(find("tea")).hasSize(4);
    }

    @Test
    void lagGrowsUntilTheIndexFollows() {
        time.advanceTime(SECOND);
        assertThat(search.lag()).isZero();
        say("tea");
        assertThat(search.lag()).isPositive();
        time.advanceTime(SECOND);
        assertThat(search.lag()).isZero();
    }

    @Test
    void indexFollowsInLargerStepsAfterManyMessages() {
        time.advanceTime(SECOND);
        say("tea");
        time.advanceTime(Duration.ofMillis(200));
        assertThat(search.lag()).isZero();

        IntStream.range(0, 100).forEach(i -> say("tea " + i));
        time.advanceTime(Duration.ofMillis(200));
        say("green tea");
        time.advanceTime(Duration.ofMillis(599));
        assertThat(search.lag()).isPositive();
        time.advanceTime(Duration.ofMillis(1));
        assertThat(search.lag()).isZero();
        assertThat(find("green tea")).containsExactly("green tea");
    }

    @Test
    void indexDoesNotFollowEarlierBecauseRemovedTextsAreOverwritten() {
        IntStream.range(0, 100).forEach(i -> say("tea " + i));
        time.advanceTime(Duration.ofMinutes(10));
        IntStream.rangeClosed(1, 100).forEach(target -> edit(target, "coffee " + target));
        time.advanceTime(Duration.ofMillis(200)); // the pause before the next overwriting begins

        say("green tea");
        time.advanceTime(Duration.ofMillis(599));
        assertThat(search.lag()).isPositive();
        time.advanceTime(Duration.ofMillis(1));
        assertThat(search.lag()).isZero();
    }

    @Test
    void importedMessagesAreFound() {
        get(history.importMessages(
                DEV, List.of(new ArchivedMessage(time.clock().instant(), "ada", "browser", "imported tea", false, 1))));

        assertThat(find("tea")).containsExactly("imported tea");
    }
}
