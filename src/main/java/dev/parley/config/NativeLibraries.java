package dev.parley.config;

import dev.parley.chat.room.StorageException;
import dev.parley.console.ConsoleTerminal;
import dev.parley.storage.sqlite.SqliteHistory;
import dev.parley.text.LibraryFolder;
import java.io.IOException;

/** Loads what needs native libraries: SQLite and the terminal. Both come from the jar and need a folder on the disk. */
final class NativeLibraries {

    private static final String REMEDY =
            " Start Java with another folder: java -Djava.io.tmpdir=FOLDER -jar parley.jar.";

    private NativeLibraries() {}

    /**
     * Loads SQLite, and opens the terminal.
     *
     * @throws InvalidSettingException if the folder for temporary files cannot be used
     */
    static ConsoleTerminal load() {
        String parent = System.getProperty("java.io.tmpdir");
        try {
            return LibraryFolder.load(
                    () -> {
                        SqliteHistory.loadLibrary();
                        return ConsoleTerminal.ofThisProcess();
                    },
                    "org.sqlite.tmpdir",
                    "jline.tmpdir");
        } catch (IOException e) {
            throw new InvalidSettingException(
                    "The folder for temporary files, " + parent + ", cannot be written (" + e + ")." + REMEDY);
        } catch (StorageException e) {
            throw new InvalidSettingException(
                    "SQLite's native library could not be loaded from the folder for temporary files,"
                            + " " + parent + " (" + e.getMessage()
                            + "). The folder is probably mounted with the option noexec."
                            + REMEDY);
        }
    }
}
