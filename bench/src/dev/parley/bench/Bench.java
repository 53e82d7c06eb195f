package dev.parley.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.bench.report.BarChart;
import dev.parley.bench.report.FiguresPage;
import dev.parley.bench.report.MarkdownTables;
import dev.parley.bench.report.Report;
import dev.parley.bench.server.LaunchSettings;
import dev.parley.bench.server.ServerLauncher;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The program: measures what it is asked to, and tells what it found. */
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures Parley beside Spring's simple broker and the least a delivery can cost here.")
public final class Bench implements Callable<Integer> {

    @Option(
            names = "--workloads",
            split = ",",
            defaultValue = "W1,W2,W3,W4,W5",
            description = "Which of W1,W2,W3,W4,W5,readers,rooms,deaf,start. Without it: ${DEFAULT-VALUE}.")
    private List<String> workloads = List.of();

    @Option(
            names = "--servers",
            split = ",",
            defaultValue = "floor,parley,parley-line,spring",
            description = "Which of floor,parley,parley-line,spring,floor-5ms,floor-java,floor-netty."
                    + " Without it: ${DEFAULT-VALUE}.")
    private List<String> servers = List.of();

    @Option(names = "--seconds", defaultValue = "10", description = "How long each turn is measured: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--rounds", defaultValue = "3", description = "How often each turn comes: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--scale",
            defaultValue = "1",
            description = "All readers and rates times this; less than 1 only shows that it works.")
    private double scale;

    @Option(names = "--idle", defaultValue = "5000", description = "Connections of W4: ${DEFAULT-VALUE}.")
    private int idle;

    @Option(names = "--java", description = "The home of the Java that servers run on; else the one this runs on.")
    private Path javaHome = Path.of(System.getProperty("java.home"));

    @Option(
            names = "--java-options",
            split = " ",
            defaultValue = "",
            description = "What servers on Java are started with, such as \"-XX:+UseSerialGC -Xmx256m\".")
    private List<String> javaOptions = List.of();

    @Option(names = "--threads", defaultValue = "1", description = "Threads that read for the load: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--at-most",
            defaultValue = "60",
            description = "Minutes after which no further turn begins: ${DEFAULT-VALUE}.")
    private int minutes;

    @Option(
            names = "--write-docs",
            description = "Put the figures into docs/performance.md, instead of those that are there.")
    private boolean writeDocs;

    private Bench() {}

    /** Runs from the project's folder. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        Instant began = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        Path work = Files.createTempDirectory("parley-bench");
        LaunchSettings setup = new LaunchSettings(
                work,
                Path.of("").toAbsolutePath(),
                javaHome,
                javaOptions.stream().filter(option -> !option.isBlank()).toList());
        Journal journal = new Journal(out);
        Scale size = new Scale(scale, seconds, rounds);
        Stage stage =
                new Stage(new ServerLauncher(setup), servers, size, journal, Duration.ofMinutes(minutes), threads);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stage.close();
            Folder.delete(work);
        }));
        Map<String, String> machine = new Machine(javaHome, setup.javaOptions(), size).describe();
        machine.forEach((name, value) -> journal.say("%s: %s", name, value));
        try {
            workloads.forEach(workload -> measure(stage, workload));
        } finally {
            stage.close();
        }
        tell(out, journal.report(began.toString(), machine, scale));
        return 0;
    }

    private void measure(Stage stage, String workload) {
        switch (workload) {
            case "W1" -> new FanOut(stage).manyReaders();
            case "W2" -> new FanOut(stage).manyMessages();
            case "W3" -> new Highest(stage).measure();
            case "W4" -> new Idle(stage, idle).measure();
            case "W5" -> new Posting(stage).measure();
            case Sweep.READERS -> new Sweep(stage).readers();
            case Sweep.ROOMS -> new Sweep(stage).rooms();
            case "start" -> new Starting(stage).measure();
            case "deaf" -> new Deafness(stage).measure();
            default -> stage.journal().say("There is no workload %s; --help lists them.", workload);
        }
    }

    private void tell(PrintStream out, Report report) throws IOException {
        out.println();
        out.print(MarkdownTables.of(report));
        Path results = Files.createDirectories(Path.of("target/bench"));
        JsonMapper json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.writeString(results.resolve("results.json"), json.writeValueAsString(report) + "\n", UTF_8);
        Files.writeString(results.resolve("results.md"), MarkdownTables.of(report), UTF_8);
        Files.writeString(results.resolve("results.svg"), BarChart.of(report), UTF_8);
        out.println();
        out.println("Also in " + results + ": results.json, results.md, results.svg");
        if (writeDocs) {
            new FiguresPage(Path.of("docs")).write(report);
            out.println("docs/performance.md has these figures now.");
        }
    }
}
