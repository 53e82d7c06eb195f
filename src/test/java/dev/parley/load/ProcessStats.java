package dev.parley.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Describes the resources of a server process at one moment. Needs Linux and a JDK.
 *
 * @param heapBytes the live objects after a full collection
 * @param threads the threads of the operating system
 * @param files the open file descriptors, including sockets
 * @param residentKib the resident memory
 */
public record ProcessStats(long heapBytes, long threads, long files, long residentKib) {

    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");

    /** Returns whether this machine provides the figures. */
    public static boolean isAvailable() {
        return Files.isExecutable(JCMD) && Files.isReadable(Path.of("/proc/self/status"));
    }

    /** Returns the figures of this process. Triggers a full collection. */
    public static ProcessStats of(long pid) {
        try {
            long heap = heap(pid);
            Path process = Path.of("/proc", Long.toString(pid));
            String status = Files.readString(process.resolve("status"), UTF_8);
            try (Stream<Path> files = Files.list(process.resolve("fd"))) {
                return new ProcessStats(heap, number(status, "Threads"), files.count(), number(status, "VmRSS"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long heap(long pid) throws IOException {
        Process jcmd = new ProcessBuilder(JCMD.toString(), Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String output = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
        Matcher total = TOTAL.matcher(output);
        if (!total.find()) {
            throw new IOException("jcmd printed: " + output);
        }
        return Long.parseLong(total.group(1));
    }

    private static long number(String status, String key) {
        Matcher matcher = Pattern.compile("(?m)^" + key + ":\\s+(\\d+)").matcher(status);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }

    /** Returns the heap in MiB. */
    public double heapMib() {
        return heapBytes / 1024.0 / 1024.0;
    }
}
