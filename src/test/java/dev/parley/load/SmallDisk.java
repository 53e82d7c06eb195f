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
 * Mounts a file system of a few megabytes in memory. Only a server process started on it sees it, and the test sees it
 * through that process. It disappears with the process.
 */
final class SmallDisk {

    private static final int PIECE = 4_096;

    private final UnaryOperator<List<String>> commandWrapper;
    private final Path folder;

    private SmallDisk(UnaryOperator<List<String>> commandWrapper, Path folder) {
        this.commandWrapper = commandWrapper;
        this.folder = folder;
    }

    /** Mounts a disk at this folder; returns empty where this is not permitted. */
    static Optional<SmallDisk> mount(Path folder, int megabytes) {
        return mountWith("mount -t tmpfs -o size=" + megabytes + "m parley \"$0\"", folder)
                .map(commandWrapper -> new SmallDisk(commandWrapper, folder));
    }

    /**
     * Returns a command wrapper for which this folder is read-only, for any user; empty where this is not permitted.
     */
    static Optional<UnaryOperator<List<String>>> mountReadOnly(Path folder) {
        return mountWith("mount --bind \"$0\" \"$0\" && mount -o remount,bind,ro \"$0\"", folder);
    }

    private static Optional<UnaryOperator<List<String>>> mountWith(String mount, Path folder) {
        for (List<String> unshare : List.of(List.of("unshare", "-Urm"), List.of("unshare", "-m"))) {
            UnaryOperator<List<String>> commandWrapper = command -> {
                List<String> all = new ArrayList<>(unshare);
                // The current directory still refers to the folder below the mount, so the script enters it again.
                all.addAll(List.of("sh", "-c", mount + " && cd \"$0\" && exec \"$@\"", folder.toString()));
                all.addAll(command);
                return all;
            };
            if (succeeds(commandWrapper.apply(List.of("true")))) {
                return Optional.of(commandWrapper);
            }
        }
        return Optional.empty();
    }

    private static boolean succeeds(List<String> command) {
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

    /** Returns a function that makes a command run on this disk. */
    UnaryOperator<List<String>> commandWrapper() {
        return commandWrapper;
    }

    /** Returns the path of the disk for the test, while this process runs on it. */
    Path pathSeenBy(long pid) {
        return Path.of("/proc", Long.toString(pid), "root")
                .resolve(folder.toAbsolutePath().toString().substring(1));
    }

    /** Fills this file until at most this many bytes are free on its disk. */
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
