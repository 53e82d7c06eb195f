package dev.parley.storage.sqlite;

import static dev.parley.chat.room.Stages.get;

import dev.parley.integration.ChildProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;

/** Opens a history, prints a line, and keeps the history open until its input ends or it is killed. */
final class LockHolderMain {

    private LockHolderMain() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = ChildProcess.redirectLogsAndGetOutput();
        try (SqliteHistory history = SqliteHistory.open(
                HistorySettings.standard(Path.of(arguments[0])), Clock.systemUTC(), Runnable::run, Runnable::run)) {
            get(history.rooms());
            out.println("holding");
            System.in.read();
        }
    }
}
