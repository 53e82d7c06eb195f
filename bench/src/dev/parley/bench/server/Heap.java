package dev.parley.bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The heap of a Java process, by {@code jcmd} of the Java it runs on. */
public final class Heap {

    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    private final Path javaHome;
    private final long pid;

    /** Of the process with this id. */
    public Heap(Path javaHome, long pid) {
        this.javaHome = javaHome;
        this.pid = pid;
    }

    /** Lets it collect everything, then counts what lives, in bytes. */
    public long liveBytes() {
        try {
            Process jcmd = new ProcessBuilder(
                            javaHome.resolve("bin/jcmd").toString(), Long.toString(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            String told = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
            Matcher total = TOTAL.matcher(told);
            if (!total.find()) {
                throw new IOException("jcmd said: " + told);
            }
            return Long.parseLong(total.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
