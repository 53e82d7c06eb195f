package dev.parley.bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The resource usage of a process, read from {@code /proc}. Requires Linux. Safe from any thread. */
public final class ProcessUsage {

    /** The index of {@code utime} among the fields after the process name; field 14 in proc(5). */
    private static final int UTIME = 11;

    /** The index of {@code stime}; field 15 in proc(5). */
    private static final int STIME = 12;

    /** The unit of both fields, {@code getconf CLK_TCK}; independent of the timer frequency of the kernel. */
    private static final long TICKS_PER_SECOND = 100;

    private static final int KIB = 1024;

    private final long pid;

    /**
     * @param pid the id of a running process
     */
    public ProcessUsage(long pid) {
        this.pid = pid;
    }

    /** Returns the process id. */
    public long pid() {
        return pid;
    }

    /** Returns the CPU time in user and kernel mode, in microseconds, with a resolution of 10 ms. */
    public long cpuMicros() {
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
        return ticks * (TimeUnit.SECONDS.toMicros(1) / TICKS_PER_SECOND);
    }

    /** Returns the resident set size in bytes. */
    public long residentBytes() {
        return read("status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
                .findFirst()
                .orElseThrow();
    }

    private String read(String name) {
        Path file = Path.of("/proc", Long.toString(pid), name);
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot read " + file + ": the process has ended, or the system is not Linux.", e);
        }
    }
}
