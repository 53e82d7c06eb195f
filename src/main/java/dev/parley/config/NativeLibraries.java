package dev.parley.config;

import dev.parley.chat.room.StorageException;
import dev.parley.console.ConsoleTerminal;
import dev.parley.storage.sqlite.SqliteHistory;
import dev.parley.text.LibraryFolder;
import java.io.IOException;
import java.util.function.Supplier;

/** Loads the native libraries of SQLite and of the terminal. Both come from the jar and need a folder on the disk. */
final class NativeLibraries {

    private static final String REMEDY =
            " Start Java with another folder: java -Djava.io.tmpdir=FOLDER -jar parley.jar.";

    private NativeLibraries() {}

    /**
     * Opens the terminal.
     *
     * @throws InvalidSettingException if the folder for temporary files cannot be used
     */
    static ConsoleTerminal openTerminal() {
        return load(ConsoleTerminal::ofThisProcess, "jline.tmpdir");
    }

    /**
     * Loads SQLite's library.
     *
     * @throws InvalidSettingException if the folder for temporary files cannot be used
     */
    static void loadSqlite() {
        try {
            load(
                    () -> {
                        SqliteHistory.loadLibrary();
                        return true;
                    },
                    "org.sqlite.tmpdir");
        } catch (StorageException e) {
            throw new InvalidSettingException(
                    "SQLite's native library could not be loaded from the folder for temporary files, " + folder()
                            + " (" + e.getMessage() + "). The folder is probably mounted with the option noexec."
                            + REMEDY);
        }
    }

    private static <T> T load(Supplier<T> loading, String property) {
        try {
            return LibraryFolder.load(loading, property);
        } catch (IOException e) {
            throw new InvalidSettingException(
                    "The folder for temporary files, " + folder() + ", cannot be written (" + e + ")." + REMEDY);
        }
    }

    private static String folder() {
        return System.getProperty("java.io.tmpdir");
    }
}
