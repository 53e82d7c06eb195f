package dev.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.storage.postgres.NeedsPostgres;
import dev.parley.storage.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs each scenario on two nodes in this JVM and one PostgreSQL: the nodes as they are pass all checks, and the checker finds each
 * defect. The runs are concurrent. Triggers of the test's database make commits slow and renewals of a lease fail.
 */
@NeedsPostgres
@Tag("full")
@Tag("waits")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ClusterMutationsIT {

    private static final String HOOKS = """
            SET search_path = parley;
            CREATE TABLE suspended (role text);
            CREATE FUNCTION fail_renewal() RETURNS trigger LANGUAGE plpgsql SET search_path = parley AS $$
            BEGIN
                IF current_query() LIKE 'UPDATE node SET until%'
                    AND EXISTS (SELECT 1 FROM suspended WHERE role = session_user) THEN
                    RAISE EXCEPTION 'the test suspends this renewal';
                END IF;
                RETURN NULL;
            END
            $$;
            CREATE TRIGGER fail_renewal BEFORE UPDATE ON node FOR EACH STATEMENT EXECUTE FUNCTION fail_renewal();
            CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM pg_sleep(TG_ARGV[0]::float);
                RETURN NEW;
            END
            $$;
            CREATE TRIGGER held BEFORE INSERT ON message FOR EACH ROW WHEN (NEW.text = 'held')
                EXECUTE FUNCTION take_time('1.4');
            CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON message DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
                WHEN (NEW.text = 'slow') EXECUTE FUNCTION take_time('0.5')""";

    /** Longer than a statement may take. */
    private static final String MARGIN = "2500";

    /** The runs wait more than they work. */
    private static final int CONCURRENT_RUNS = 3;

    private final ExecutorService threads = Executors.newFixedThreadPool(CONCURRENT_RUNS);
    private final Map<Scenario, CompletableFuture<List<String>>> defective = new EnumMap<>(Scenario.class);
    private CompletableFuture<Map<Scenario, Map<ClusterChecker.Check, List<String>>>> correct;
    private TestDatabase template;
    private Path folder;

    /** Starts all runs, each on a database of its own. The longest one is the first. */
    @BeforeAll
    void start(@TempDir Path directory) {
        folder = directory;
        template = TestDatabase.create();
        template.open().close();
        template.execute(
                HOOKS,
                "CREATE ROLE " + ScenarioRun.FIRST + " LOGIN SUPERUSER",
                "CREATE ROLE " + ScenarioRun.SECOND + " LOGIN SUPERUSER");
        TranscriptFolder.audit(template);
        correct = CompletableFuture.supplyAsync(this::runWithoutDefect, threads);
        for (Scenario scenario : Scenario.values()) {
            defective.put(scenario, CompletableFuture.supplyAsync(() -> runWithDefect(scenario), threads));
        }
    }

    @AfterAll
    void stop() {
        threads.shutdownNow();
    }

    private TestDatabase database() {
        return TestDatabase.create("TEMPLATE " + template.name());
    }

    private static Map<String, String> arguments(
            TestDatabase database, Path transcripts, String margin, Scenario... scenarios) {
        return Map.of(
                ScenarioRun.URL,
                database.url(),
                ScenarioRun.FOLDER,
                transcripts.toString(),
                ScenarioRun.MARGIN,
                margin,
                ScenarioRun.SCENARIOS,
                Arrays.stream(scenarios).map(Scenario::name).collect(Collectors.joining(",")));
    }

    private static Map<ClusterChecker.Check, List<String>> check(
            TestDatabase database, Path folder, Scenario scenario) {
        try (TranscriptFolder transcripts = new TranscriptFolder(folder.resolve(scenario.name()))) {
            transcripts.dump(database);
            return ClusterChecker.check(transcripts.path(), scenario.latest());
        }
    }

    private Map<Scenario, Map<ClusterChecker.Check, List<String>>> runWithoutDefect() {
        TestDatabase database = database();
        Path transcripts = folder.resolve("correct");
        new ScenarioRun().accept(arguments(database, transcripts, MARGIN, Scenario.values()));
        return Arrays.stream(Scenario.values())
                .collect(Collectors.toMap(scenario -> scenario, scenario -> check(database, transcripts, scenario)));
    }

    /** Returns the violations that the check of the scenario finds. */
    private List<String> runWithDefect(Scenario scenario) {
        TestDatabase database = database();
        Path transcripts = folder.resolve("defective-" + scenario);
        Path classes = transcripts.resolve("classes");
        scenario.mutations().forEach(mutation -> install(mutation, database, classes));
        Map<String, String> arguments =
                arguments(database, transcripts, scenario == Scenario.LATE_COMMIT ? "0" : MARGIN, scenario);
        if (scenario.mutations().stream().anyMatch(Mutation::isInClass)) {
            runWith(classes, arguments);
        } else {
            new ScenarioRun().accept(arguments);
        }
        return check(database, transcripts, scenario).getOrDefault(scenario.check(), List.of());
    }

    private static void runWith(Path classes, Map<String, String> arguments) {
        try (SeparateClassLoader loader = new SeparateClassLoader(classes)) {
            @SuppressWarnings("unchecked")
            Consumer<Map<String, String>> run =
                    (Consumer<Map<String, String>>) loader.loadClass(ScenarioRun.class.getName())
                            .getConstructor()
                            .newInstance();
            run.accept(arguments);
        } catch (ReflectiveOperationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void nodesWithoutADefectPassAllChecks() {
        assertThat(correct.join())
                .hasSize(Scenario.values().length)
                .allSatisfy((scenario, violations) -> assertThat(violations).isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void defectIsFound(Scenario scenario) {
        List<String> found = defective.get(scenario).join();
        System.out.println("With " + scenario.defect() + ": " + scenario.check() + " " + found);
        assertThat(found).isNotEmpty();
    }

    private static void install(Mutation mutation, TestDatabase database, Path classes) {
        if (mutation.isInClass()) {
            mutation.compile(classes);
        } else {
            String definition = database.query("SELECT pg_get_functiondef('parley." + mutation.target() + "'::regproc)")
                    .get(0);
            database.execute("SET search_path = parley", mutation.apply(definition));
        }
    }
}
