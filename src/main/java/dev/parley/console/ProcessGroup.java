package dev.parley.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds out whether a shell runs this process in the background (POSIX, 11.1.4: Terminal Access Control). */
final class ProcessGroup {

    /** Linux, proc(5): the process group, and the foreground process group of the terminal, after the name in brackets. */
    private static final Path STAT = Path.of("/proc/self/stat");

    private static final int GROUP = 2;
    private static final int FOREGROUND = 5;

    private ProcessGroup() {}

    /**
     * Returns whether the terminal belongs to another process group. A process that reads from it, or changes its
     * settings, would be stopped. Returns false where it is unknown.
     */
    static boolean isInBackground() {
        try {
            return isInBackground(Files.readString(STAT));
        } catch (IOException ignored) {
            return false;
        }
    }

    static boolean isInBackground(String stat) {
        List<String> fields =
                List.of(stat.substring(stat.lastIndexOf(')') + 1).strip().split("\\s+", -1));
        int foreground = Integer.parseInt(fields.get(FOREGROUND));
        return foreground > 0 && foreground != Integer.parseInt(fields.get(GROUP));
    }
}
