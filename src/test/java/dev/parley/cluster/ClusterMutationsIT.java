package dev.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.storage.postgres.NeedsPostgres;
import dev.parley.storage.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs each scenario on two nodes in this JVM and one PostgreSQL: the nodes as they are pass all checks, and the checker finds each
 * defect. Triggers of the test's database make commits slow and renewals of a lease fail.
 */
@NeedsPostgres
@Tag("full")
@Tag("waits")
@Timeout(60)
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

    private static TestDatabase template;

    @TempDir
    private Path folder;

    @BeforeAll
    static void prepare() {
        template = TestDatabase.create();
        template.open().close();
        template.execute(
                HOOKS,
                "CREATE ROLE " + ScenarioRun.FIRST + " LOGIN SUPERUSER",
                "CREATE ROLE " + ScenarioRun.SECOND + " LOGIN SUPERUSER");
        TranscriptFolder.audit(template);
    }

    private static TestDatabase database() {
        return TestDatabase.create("TEMPLATE " + template.name());
    }

    private Map<String, String> arguments(TestDatabase database, String margin, Scenario... scenarios) {
        return Map.of(
                ScenarioRun.URL,
                database.url(),
                ScenarioRun.FOLDER,
                folder.toString(),
                ScenarioRun.MARGIN,
                margin,
                ScenarioRun.SCENARIOS,
                Arrays.stream(scenarios).map(Scenario::name).collect(Collectors.joining(",")));
    }

    private Map<ClusterChecker.Check, List<String>> check(TestDatabase database, Scenario scenario) {
        try (TranscriptFolder transcripts = new TranscriptFolder(folder.resolve(scenario.name()))) {
            transcripts.dump(database);
            return ClusterChecker.check(transcripts.path(), scenario.latest());
        }
    }

    @Test
    void nodesWithoutADefectPassAllChecks() {
        TestDatabase database = database();

        new ScenarioRun().accept(arguments(database, MARGIN, Scenario.values()));

        assertThat(Scenario.values())
                .allSatisfy(scenario -> assertThat(check(database, scenario)).isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void defectIsFound(Scenario scenario) throws Exception {
        TestDatabase database = database();
        Path classes = folder.resolve("classes");
        scenario.mutations().forEach(mutation -> install(mutation, database, classes));

        try (SeparateClassLoader loader = new SeparateClassLoader(classes)) {
            @SuppressWarnings("unchecked")
            Consumer<Map<String, String>> run =
                    (Consumer<Map<String, String>>) loader.loadClass(ScenarioRun.class.getName())
                            .getConstructor()
                            .newInstance();
            run.accept(arguments(database, scenario == Scenario.LATE_COMMIT ? "0" : MARGIN, scenario));
        }

        List<String> found = check(database, scenario).get(scenario.check());
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
