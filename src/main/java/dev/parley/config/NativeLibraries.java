package dev.parley.config;

import dev.parley.chat.room.StorageException;
import dev.parley.storage.sqlite.SqliteHistory;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the native libraries of SQLite and of the terminal, which come from the jar and need a folder for temporary files.
 * The files are deleted as soon as they are loaded, so that a killed process leaves none behind; Windows deletes no file
 * that is in use.
 */
final class NativeLibraries implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NativeLibraries.class);

    private static final String REMEDY =
            " Start Java with another folder: java -Djava.io.tmpdir=FOLDER -jar parley.jar.";

    private final Path parent;
    private final Path folder;

    private NativeLibraries(Path parent, Path folder) {
        this.parent = parent;
        this.folder = folder;
    }

    /**
     * Creates a folder for the files, and has the libraries use it.
     *
     * @throws InvalidSettingException if that is not possible
     */
    static NativeLibraries prepare() {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        try {
            NativeLibraries libraries = new NativeLibraries(parent, Files.createTempDirectory(parent, "parley-"));
            String path = libraries.folder.toString();
            System.setProperty("org.sqlite.tmpdir", path);
            System.setProperty("jline.tmpdir", path);
            return libraries;
        } catch (IOException e) {
            throw new InvalidSettingException(
                    "The folder for temporary files, " + parent + ", cannot be written (" + e + ")." + REMEDY);
        }
    }

    /**
     * Loads the library of SQLite.
     *
     * @throws InvalidSettingException if the folder allows no programs
     */
    void loadSqlite() {
        try {
            SqliteHistory.loadLibrary();
        } catch (StorageException e) {
            throw new InvalidSettingException(
                    "SQLite's native library could not be loaded from the folder for temporary files,"
                            + " " + parent + " (" + e.getMessage()
                            + "). The folder is probably mounted with the option noexec."
                            + REMEDY);
        }
    }

    /** Deletes the files. */
    @Override
    public void close() {
        try (Stream<Path> files = Files.list(folder)) {
            files.map(Path::toFile).forEach(File::delete);
            Files.delete(folder);
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("The folder {} is not deleted.", folder, e);
        }
    }
}
