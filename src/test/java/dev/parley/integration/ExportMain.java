package dev.parley.integration;

import static dev.parley.chat.room.Stages.get;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.archive.ExportFormat;
import dev.parley.archive.RoomExport;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.RoomArchive;
import dev.parley.chat.room.ServerLimits;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.TestResources;
import dev.parley.storage.sqlite.HistorySettings;
import dev.parley.storage.sqlite.SqliteHistory;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Exports the lobby of a database in each format, and prints for each one its name, the milliseconds and the messages. Arguments:
 * the database, the folder for the files.
 */
final class ExportMain {

    private ExportMain() {}

    public static void main(String[] arguments) throws IOException {
        var out = ChildProcess.redirectLogsAndGetOutput();
        Clock clock = Clock.systemUTC();
        try (SqliteHistory history = SqliteHistory.open(
                HistorySettings.standard(Path.of(arguments[0])), clock, Runnable::run, Runnable::run)) {
            ChatServer server = new ChatServer(
                    ServerLimits.defaults(),
                    TestResources.of(
                            history,
                            history.tokenStore(),
                            history.sanctionStore(),
                            clock,
                            new ManualScheduler(),
                            Runnable::run));
            RoomArchive archive =
                    server.roomRegistry().open(RoomName.LOBBY).orElseThrow().roomArchive();
            for (ExportFormat format : ExportFormat.values()) {
                long began = System.nanoTime();
                RoomExport export = new RoomExport(RoomName.LOBBY, archive, format, ZoneOffset.UTC, Instant.now());
                Path file = Path.of(arguments[1]).resolve("lobby." + format.extension());
                try (Writer writer = Files.newBufferedWriter(file, UTF_8)) {
                    for (Optional<String> part = get(export.next()); part.isPresent(); part = get(export.next())) {
                        writer.write(part.get());
                    }
                }
                out.println(format + " " + (System.nanoTime() - began) / 1_000_000 + " " + export.messages());
            }
        }
    }
}
