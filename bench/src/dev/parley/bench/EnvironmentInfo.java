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

/**
 * Describes the machine, the software and the options of a run.
 *
 * @param javaHome the home of the Java that runs the servers
 * @param javaOptions the options of that Java
 */
record EnvironmentInfo(Path javaHome, List<String> javaOptions, Scale scale) {

    /** Returns names and values, in the order in which they are printed. */
    Map<String, String> describe() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put(
                "processor",
                field("/proc/cpuinfo", "model name") + ", "
                        + Runtime.getRuntime().availableProcessors() + " hardware threads");
        values.put("memory", field("/proc/meminfo", "MemTotal"));
        values.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        values.put(
                "Java of the servers",
                javaVersion() + (javaOptions.isEmpty() ? ", default options" : ", " + String.join(" ", javaOptions)));
        values.put("Java of the load generator", Runtime.version().toString());
        values.put(
                "rounds",
                String.format(
                        Locale.ROOT, "%d of %.0f s each; the figures are medians", scale.rounds(), scale.seconds()));
        // Other processes distort the figures.
        values.put("load average before the start", read("/proc/loadavg").split(" ", -1)[0] + " (1 minute)");
        return values;
    }

    private String javaVersion() {
        try {
            Process java = new ProcessBuilder(javaHome.resolve("bin/java").toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            String output = new String(java.getInputStream().readAllBytes(), UTF_8);
            java.waitFor(10, TimeUnit.SECONDS);
            return output.lines().skip(1).findFirst().orElse(output).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
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
