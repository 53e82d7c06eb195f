package dev.parley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Checks the numbers of threads that use the database. */
class StorageConfigurationTest {

    private static final String URL = "jdbc:postgresql://localhost/parley";

    @Test
    void oneThreadWritesToSqlite() {
        Environment environment = environment("spring.datasource.url", " ");

        assertThat(StorageConfiguration.writers(environment)).isEqualTo(1);
        assertThat(StorageConfiguration.readThreads(environment)).isBetween(2, 4);
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 1", "3, 2, 1", "8, 4, 4", "10, 6, 4", "1000, 996, 4"})
    void connectionsToPostgresAreDividedIntoThoseThatWriteAndThoseThatRead(String size, int writers, int readers) {
        Environment environment = environment("spring.datasource.hikari.maximum-pool-size", size);

        assertThat(StorageConfiguration.writers(environment)).isEqualTo(writers);
        assertThat(StorageConfiguration.readThreads(environment)).isEqualTo(readers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "1", "1001", "-2", "many", "99999999999"})
    void otherNumbersAreRefused(String size) {
        Environment environment = environment("spring.datasource.hikari.maximum-pool-size", size);

        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> StorageConfiguration.writers(environment))
                .withMessageContaining("spring.datasource.hikari.maximum-pool-size is “" + size + "”");
    }

    private static Environment environment(String name, String value) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(name, value)));
        environment.getPropertySources().addLast(new MapPropertySource("url", Map.of("spring.datasource.url", URL)));
        return environment;
    }
}
