package dev.parley.integration;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.load.Measurements;
import dev.parley.storage.sqlite.HistorySettings;
import dev.parley.storage.sqlite.SqliteHistory;
import dev.parley.text.RoomName;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures exports of 100,000 messages with a heap of 64 MB. */
@Tag("soak")
class ExportFiguresIT {

    private static final int MESSAGES = 100_000;
    private static final int MOST_MILLIS = 10_000;

    @TempDir
    private Path folder;

    @Test
    void hundredThousandMessagesAreExportedWithinTenSecondsAndSixtyFourMegabytes() throws Exception {
        Path database = folder.resolve("parley.db");
        try (SqliteHistory history = SqliteHistory.open(
                HistorySettings.standard(database), Clock.systemUTC(), Runnable::run, Runnable::run)) {
            get(history.open(RoomName.LOBBY));
        }
        storeMessages(database);
        List<String> command =
                new ArrayList<>(ChildProcess.command(ExportMain.class, database.toString(), folder.toString()));
        command.add(1, "-Xmx64m");
        Process exports = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Measurements figures = Measurements.of("export");
        try (BufferedReader lines = exports.inputReader()) {
            for (String line : lines.lines().toList()) {
                String[] words = line.split(" ", -1);
                String extension = words[0].equals("TEXT") ? "txt" : words[0].toLowerCase(Locale.ROOT);
                long bytes = Files.size(folder.resolve("lobby." + extension));
                figures.add("%s: %s messages in %s ms, %d bytes", extension, words[2], words[1], bytes);
                assertThat(Integer.parseInt(words[1])).isLessThan(MOST_MILLIS);
                assertThat(words[2]).isEqualTo(String.valueOf(MESSAGES));
            }
        }
        assertThat(exports.waitFor()).isZero();
    }

    private static void storeMessages(Path database) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("WITH RECURSIVE number (seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM number LIMIT "
                    + MESSAGES
                    + ") INSERT INTO message (room, seq, at, person, name, via, text, action, reference) SELECT 1, seq,"
                    + " 1700000000000 + seq * 60000, 'sender ' || seq % 50, 'ada', 'browser',"
                    + " 'This is <what> people say to each other all day long, number ' || seq, 0, NULL FROM number");
            statement.execute("UPDATE room SET head = " + MESSAGES);
        }
    }
}
