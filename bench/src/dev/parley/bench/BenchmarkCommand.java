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

/** The command {@code bench/run}: runs the selected workloads, prints the results and writes them to files. */
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Compares Parley with Spring's simple broker and with a lower bound for the cost of a delivery.")
public final class BenchmarkCommand implements Callable<Integer> {

    @Option(
            names = "--workloads",
            split = ",",
            defaultValue = "W1,W2,W3,W4,W5",
            description = "Some of W1,W2,W3,W4,W5,readers,rooms,slow,start,streams. Default: ${DEFAULT-VALUE}.")
    private List<String> workloads = List.of();

    @Option(
            names = "--servers",
            split = ",",
            defaultValue = "floor,parley,parley-line,spring",
            description = "Some of floor,parley,parley-line,spring,floor-5ms,floor-java,floor-netty,parley-ndjson,"
                    + "parley-text. The workload streams measures parley, parley-ndjson and parley-text."
                    + " Default: ${DEFAULT-VALUE}.")
    private List<String> servers = List.of();

    @Option(
            names = "--seconds",
            defaultValue = "10",
            description = "Measured seconds of each round. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(names = "--rounds", defaultValue = "3", description = "Rounds of each workload. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--scale",
            defaultValue = "1",
            description = "Factor for all readers and rates. With less than 1, the figures only show that the benchmark"
                    + " works. Default: ${DEFAULT-VALUE}.")
    private double scale;

    @Option(names = "--idle", defaultValue = "5000", description = "Connections of W4. Default: ${DEFAULT-VALUE}.")
    private int idle;

    @Option(
            names = "--streams",
            defaultValue = "2000",
            description = "Connections of the workload streams. Default: ${DEFAULT-VALUE}.")
    private int streams;

    @Option(
            names = "--java",
            description = "Home of the Java that runs the servers. Default: the Java that runs this benchmark.")
    private Path javaHome = Path.of(System.getProperty("java.home"));

    @Option(
            names = "--java-options",
            split = " ",
            defaultValue = "",
            description = "Options for the Java that runs the servers, such as \"-XX:+UseSerialGC -Xmx256m\".")
    private List<String> javaOptions = List.of();

    @Option(
            names = "--threads",
            defaultValue = "1",
            description = "Threads of the load generator that read. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--at-most",
            defaultValue = "60",
            description = "Minutes after which no further round starts. Default: ${DEFAULT-VALUE}.")
    private int minutes;

    @Option(names = "--write-docs", description = "Replace the figures in docs/performance.md.")
    private boolean writeDocs;

    private BenchmarkCommand() {}

    /** Runs the command. The working directory is the root of the project. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchmarkCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        Instant startedAt = Instant.now().truncatedTo(ChronoUnit.MINUTES);
        Path workFolder = Files.createTempDirectory("parley-bench");
        LaunchSettings settings = new LaunchSettings(
                workFolder,
                Path.of("").toAbsolutePath(),
                javaHome,
                javaOptions.stream().filter(option -> !option.isBlank()).toList());
        ResultLog log = new ResultLog(out);
        Scale size = new Scale(scale, seconds, rounds);
        BenchmarkContext context = new BenchmarkContext(
                new ServerLauncher(settings), servers, size, log, Duration.ofMinutes(minutes), threads);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            context.close();
            TemporaryFolder.delete(workFolder);
        }));
        Map<String, String> environment = new EnvironmentInfo(javaHome, settings.javaOptions(), size).describe();
        environment.forEach((name, value) -> log.print("%s: %s", name, value));
        try {
            workloads.forEach(workload -> run(context, workload));
        } finally {
            context.close();
        }
        write(out, log.report(startedAt.toString(), environment, scale));
        return 0;
    }

    private void run(BenchmarkContext context, String workload) {
        switch (workload) {
            case "W1" -> new FanOutWorkload(context).manyReaders();
            case "W2" -> new FanOutWorkload(context).manyMessages();
            case "W3" -> new MaxRateWorkload(context).run();
            case "W4" -> new IdleWorkload(context, idle).run();
            case "W5" -> new PublishWorkload(context).run();
            case ScalingWorkload.READERS -> new ScalingWorkload(context).readers();
            case ScalingWorkload.ROOMS -> new ScalingWorkload(context).rooms();
            case "slow" -> new SlowConsumerWorkload(context).run();
            case StreamWorkload.NAME -> new StreamWorkload(context, streams).run();
            case "start" -> new StartupWorkload(context).run();
            default -> context.log().print("Unknown workload %s; see --help.", workload);
        }
    }

    private void write(PrintStream out, Report report) throws IOException {
        out.println();
        out.print(MarkdownTables.of(report));
        Path results = Files.createDirectories(Path.of("target/bench"));
        JsonMapper json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.writeString(results.resolve("results.json"), json.writeValueAsString(report) + "\n", UTF_8);
        Files.writeString(results.resolve("results.md"), MarkdownTables.of(report), UTF_8);
        Files.writeString(results.resolve("results.svg"), BarChart.of(report), UTF_8);
        out.println();
        out.println("Wrote results.json, results.md and results.svg to " + results + ".");
        if (writeDocs) {
            new FiguresPage(Path.of("docs")).write(report);
            out.println("Replaced the figures in docs/performance.md.");
        }
    }
}
