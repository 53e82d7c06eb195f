package dev.parley.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What it is measured on, and by what, in words. */
record Machine(Path javaHome, List<String> javaOptions, Scale scale) {

    /** Everything that has an influence and can be known. */
    Map<String, String> describe() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put(
                "processor",
                field("/proc/cpuinfo", "model name") + ", "
                        + Runtime.getRuntime().availableProcessors() + " of its threads");
        words.put("memory", field("/proc/meminfo", "MemTotal"));
        words.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        words.put(
                "servers' Java",
                java() + (javaOptions.isEmpty() ? ", default options" : ", " + String.join(" ", javaOptions)));
        words.put("the load's Java", Runtime.version().toString());
        words.put(
                "turns",
                String.format(Locale.ROOT, "%d of each, %.0f s long; medians", scale.rounds(), scale.seconds()));
        words.put("busy before it began", busy());
        return words;
    }

    private String java() {
        try {
            Process java = new ProcessBuilder(javaHome.resolve("bin/java").toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(java.getInputStream().readAllBytes(), UTF_8);
            java.waitFor(10, TimeUnit.SECONDS);
            return said.lines().skip(1).findFirst().orElse(said).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }

    /** Others' work on the machine spoils figures, so it is told. */
    private static String busy() {
        return "load average " + read("/proc/loadavg").split(" ", -1)[0] + " over the last minute";
    }

    private static String field(String file, String name) {
        return read(file)
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file), UTF_8);
        } catch (IOException ignored) {
            return "unknown";
        }
    }
}
