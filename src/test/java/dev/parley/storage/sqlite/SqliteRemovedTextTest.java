package dev.parley.storage.sqlite;

import static dev.parley.chat.room.Stages.get;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.ChangeRight;
import dev.parley.chat.room.DeletionDraft;
import dev.parley.chat.room.EditDraft;
import dev.parley.chat.room.EntryDraft;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches the files of a database for texts that were removed. */
class SqliteRemovedTextTest {

    private static final User ADA =
            new User("ada's id", Nickname.of("ada"), new ClientInfo("terminal", "line", "127.0.0.1"), Instant.EPOCH);

    private static final String SECRET = "s3cr3t-";

    @TempDir
    private Path folder;

    private final Random random = new Random(1);
    private SqliteHistory history;

    @BeforeEach
    void open() {
        history = SqliteHistory.open(
                HistorySettings.standard(folder.resolve("parley.db")), Clock.systemUTC(), Runnable::run, Runnable::run);
    }

    @AfterEach
    void close() {
        history.close();
    }

    private List<MessageHistory.AppendedDraft> append(List<? extends EntryDraft> drafts) {
        return get(history.append(RoomName.LOBBY, drafts));
    }

    private static EntryDraft message(String text) {
        return new MessageDraft(ADA, text, false, null);
    }

    private static EntryDraft edit(long target, String text) {
        return new EditDraft(ADA, "terminal", target, text, ChangeRight.OPERATOR, null);
    }

    private static EntryDraft deletion(long target) {
        return new DeletionDraft(ADA, "terminal", target, ChangeRight.OPERATOR, null);
    }

    private long occurrences() throws IOException {
        long found = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String content = new String(Files.readAllBytes(file), ISO_8859_1);
                for (int at = content.indexOf(SECRET); at >= 0; at = content.indexOf(SECRET, at + 1)) {
                    found++;
                }
            }
        }
        return found;
    }

    @Test
    void deletedTextLeavesTheFilesWithTheDeletion() throws IOException {
        append(List.of(message(SECRET), message("kept")));
        assertThat(occurrences()).isPositive();

        append(List.of(edit(1, "again " + SECRET), deletion(1)));

        assertThat(occurrences()).isZero();
    }

    /** Short texts share pages, which are split as they fill; long ones have pages of their own. */
    @Test
    void noTextOfManyIsLeft() throws IOException {
        int messages = 2_000;
        for (int first = 0; first < messages; first += 20) {
            List<EntryDraft> batch = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                batch.add(message(SECRET + "x".repeat(random.nextInt(i == 0 ? 8_000 : 300))));
            }
            append(batch);
        }
        for (int i = 0; i < 500; i++) {
            append(List.of(edit(1 + random.nextInt(messages), SECRET + "y".repeat(random.nextInt(3_000)))));
        }
        List<EntryDraft> deletions = new ArrayList<>();
        for (int target = 1; target <= messages; target++) {
            deletions.add(deletion(target));
        }
        append(deletions);
        history.close();

        assertThat(occurrences()).isZero();
    }
}
