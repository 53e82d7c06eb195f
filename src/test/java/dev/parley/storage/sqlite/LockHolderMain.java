package dev.parley.storage.sqlite;

import dev.parley.integration.ChildProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;

/** Opens a history, says so, and keeps it until it is ended or nobody listens any more. */
final class LockHolderMain {

    private LockHolderMain() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = ChildProcess.out();
        try (SqliteHistory history =
                SqliteHistory.open(HistorySettings.standard(Path.of(arguments[0])), Clock.systemUTC())) {
            history.rooms();
            out.println("holding");
            System.in.read();
        }
    }
}
