package dev.parley.load;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A real file system of a few megabytes, in memory, which only a server started with it sees, and its test through that
 * process. It is gone with the process.
 */
final class SmallDisk {

    private static final int PIECE = 4_096;

    private final UnaryOperator<List<String>> way;
    private final Path folder;

    private SmallDisk(UnaryOperator<List<String>> way, Path folder) {
        this.way = way;
        this.folder = folder;
    }

    /** One that is seen at this folder; empty where the system lets nobody have one. */
    static Optional<SmallDisk> at(Path folder, int megabytes) {
        return mounting("mount -t tmpfs -o size=" + megabytes + "m parley \"$0\"", folder)
                .map(way -> new SmallDisk(way, folder));
    }

    /** A way to run a command for which nothing in this folder can be written, whoever it runs as; likewise. */
    static Optional<UnaryOperator<List<String>>> readOnly(Path folder) {
        return mounting("mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\"", folder);
    }

    private static Optional<UnaryOperator<List<String>>> mounting(String mount, Path folder) {
        for (List<String> alone : List.of(List.of("unshare", "-Urm"), List.of("unshare", "-m"))) {
            UnaryOperator<List<String>> way = command -> {
                List<String> all = new ArrayList<>(alone);
                // Entered again, as the folder that it is in is the one beneath.
                all.addAll(List.of("sh", "-c", mount + " && cd \"$0\" && exec \"$@\"", folder.toString()));
                all.addAll(command);
                return all;
            };
            if (works(way.apply(List.of("true")))) {
                return Optional.of(way);
            }
        }
        return Optional.empty();
    }

    private static boolean works(List<String> command) {
        try {
            Process tried = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return tried.waitFor(10, TimeUnit.SECONDS) && tried.exitValue() == 0;
        } catch (IOException ignored) {
            return false;
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Makes of a command one that runs on this disk. */
    UnaryOperator<List<String>> way() {
        return way;
    }

    /** The disk as a path of the test's own, while this process runs on it. */
    Path of(long pid) {
        return Path.of("/proc", Long.toString(pid), "root")
                .resolve(folder.toAbsolutePath().toString().substring(1));
    }

    /** Fills this file until no more than so many bytes fit on its disk. */
    static void fill(Path filler, long left) throws IOException {
        fill(filler);
        try (FileChannel channel = FileChannel.open(filler, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - left);
        }
    }

    private static void fill(Path filler) {
        byte[] piece = new byte[PIECE];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(piece);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
