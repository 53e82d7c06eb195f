package dev.parley.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Collects all measurements of {@code ./mvnw verify -Psoak} in {@code target/soak/report.md} and prints its path. Runs
 * after the integration tests, also when some of them failed, and names those.
 */
class SoakReport {

    private static final Path RESULTS = Path.of("target", "failsafe-reports");

    private static final Pattern SUITE =
            Pattern.compile("<testsuite [^>]*\\bname=\"([^\"]+)\"[^>]*\\btests=\"(\\d+)\" errors=\"(\\d+)\""
                    + " skipped=\"(\\d+)\" failures=\"(\\d+)\"");

    @Test
    void reportContainsAllMeasurements() throws IOException {
        List<String> report = new ArrayList<>();
        report.add("# Soak test report, " + LocalDate.now(ZoneOffset.UTC));
        report.add("");
        report.addAll(testResults());
        List<Path> subjects = files(Measurements.FOLDER, ".txt");
        for (Path subject : subjects) {
            report.add("");
            report.add("## " + subject.getFileName().toString().replace(".txt", ""));
            report.add("");
            Files.readAllLines(subject, UTF_8).forEach(line -> report.add("- " + line));
        }
        Path file = Measurements.FOLDER.resolve("report.md");
        Files.write(file, report, UTF_8);
        System.out.println(String.join("\n", report) + "\n\nReport: " + file.toAbsolutePath());
        assertThat(subjects).as("measurements").isNotEmpty();
    }

    private static List<String> testResults() throws IOException {
        int tests = 0;
        int skipped = 0;
        List<String> failed = new ArrayList<>();
        for (Path result : files(RESULTS, ".xml")) {
            Matcher suite = SUITE.matcher(Files.readString(result, UTF_8));
            if (suite.find()) {
                tests += Integer.parseInt(suite.group(2));
                skipped += Integer.parseInt(suite.group(4));
                if (!suite.group(3).equals("0") || !suite.group(5).equals("0")) {
                    failed.add(suite.group(1));
                }
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(tests + " integration tests, " + skipped + " skipped, "
                + (failed.isEmpty() ? "none failed." : "these classes failed:"));
        failed.forEach(name -> lines.add("- " + name));
        return lines;
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
