package dev.parley.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.storage.Storage;
import dev.parley.storage.postgres.NeedsPostgres;
import dev.parley.storage.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@link KillIT} with PostgreSQL, and checks the start and the end of such a server. */
@NeedsPostgres
@Tag("soak")
class PostgresKillIT extends KillIT {

    private static final int ROUNDS = 2;
    private static final String PASSWORD = "5ecret-of-the-database";

    private final TestDatabase database = TestDatabase.create();

    @Override
    protected List<String> options() {
        List<String> options = new ArrayList<>(super.options());
        options.addAll(databaseOptions());
        return options;
    }

    private List<String> databaseOptions() {
        return List.of("--spring.datasource.url=" + database.url(), "--spring.datasource.username=postgres");
    }

    @Override
    protected int rounds() {
        return ROUNDS;
    }

    @Override
    protected Storage openStorage() {
        return database.open();
    }

    @Test
    void serverEndsWithItsRowMarkedAndNoOutputHasThePassword(@TempDir Path folder) {
        List<String> options = new ArrayList<>(databaseOptions());
        options.add("--spring.datasource.password=" + PASSWORD);
        options.add("--logging.level.com.zaxxer.hikari=debug");
        try (ServerProcess server = ServerProcess.start(folder, options.toArray(String[]::new))) {
            assertThat(server.output())
                    .anyMatch(line -> line.startsWith("Messages: stored in the PostgreSQL database "));
            assertThat(database.nodes()).hasSize(1);
            assertThat(server.stop()).isZero();
            assertThat(server.output()).noneMatch(line -> line.contains(PASSWORD));
        }
        assertThat(database.nodes()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }
}
