package dev.parley.text;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A temporary folder from which native libraries are loaded. Their files are deleted at once, so that a process that is
 * killed later leaves none behind; Windows deletes no file that is in use.
 */
public final class LibraryFolder {

    private LibraryFolder() {}

    /**
     * Creates a folder that only its owner can read, loads libraries from it, and deletes it.
     *
     * @param loading loads the libraries
     * @param properties the system properties by which libraries find the folder; a property that has a value is kept
     * @return the result of {@code loading}
     */
    public static <T> T load(Supplier<T> loading, String... properties) throws IOException {
        Path folder = Files.createTempDirectory("parley-");
        try {
            for (String property : properties) {
                if (System.getProperty(property) == null) {
                    System.setProperty(property, folder.toString());
                }
            }
            return loading.get();
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            files.map(Path::toFile).forEach(File::delete);
            Files.delete(folder);
        } catch (IOException ignored) {
            return;
        }
    }
}
