package dev.parley.storage.sqlite;

import static dev.parley.chat.room.Stages.get;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.ArchivedMessage;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.search.MessageSearch;
import dev.parley.chat.search.MessageSearchContract;
import dev.parley.chat.search.SearchHit;
import dev.parley.chat.search.SearchParser;
import dev.parley.chat.search.SearchQuery;
import dev.parley.chat.search.SearchResult;
import dev.parley.chat.search.SearchResult.Note;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
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

    private void reopen() {
        close();
        open();
    }

    private String indexFiles() throws IOException {
        StringBuilder content = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.filter(path -> path.getFileName().toString().startsWith("parley-search"))
                    .toList()) {
                content.append(Files.readString(each, ISO_8859_1));
            }
        }
        return content.toString();
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
        assertThat(indexFiles()).contains(SECRET);
        IntStream.rangeClosed(1, 150).forEach(this::delete);
        IntStream.rangeClosed(151, 300).forEach(target -> edit(target, "coffee " + target));
        time.advanceTime(Duration.ofMinutes(10));

        assertThat(find("coffee")).hasSize(100);
        assertThat(indexFiles()).doesNotContain(SECRET + "a");
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

        assertThat(indexFiles()).doesNotContain(SECRET + "a");
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
