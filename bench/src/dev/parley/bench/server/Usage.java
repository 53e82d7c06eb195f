package dev.parley.bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What a process has used so far, as Linux counts it. */
public final class Usage {

    /** Behind the name in parentheses, counted from the state (proc(5): fields 14 and 15). */
    private static final int UTIME = 11;

    private static final int STIME = 12;

    /** What the kernel shows times in, whatever it counts in itself: {@code getconf CLK_TCK}. */
    private static final long TICKS_A_SECOND = 100;

    private static final int KIB = 1024;

    private final long pid;

    /** Of the process with this id. */
    public Usage(long pid) {
        this.pid = pid;
    }

    /** Its id. */
    public long pid() {
        return pid;
    }

    /** CPU time, its own and that of the kernel for it, in microseconds, to the nearest hundredth of a second. */
    public long cpuMicros() {
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
        return ticks * (TimeUnit.SECONDS.toMicros(1) / TICKS_A_SECOND);
    }

    /** Memory that is in RAM, in bytes. */
    public long residentBytes() {
        return read("status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
                .findFirst()
                .orElseThrow();
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("The process " + pid + " has ended, or this is not Linux.", e);
        }
    }
}
