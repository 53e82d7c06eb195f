package dev.parley.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parley.storage.HistoryLimits;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Checks what a start logs about other nodes, their settings and the clocks. */
@NeedsPostgres
class OpeningWarningsTest {

    private static final TestDatabase DATABASE = TestDatabase.create();

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger().detachAppender(log);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(OpeningWarnings.class);
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static PostgresHistory open(Clock clock, Duration retention, String label) {
        PostgresSettings settings =
                TestDatabase.settings(DATABASE.url(), "postgres", null, new HistoryLimits(retention, 0), false);
        return PostgresHistory.open(settings, clock, Runnable::run, Runnable::run, label);
    }

    private static PostgresHistory open(String label) {
        return open(Clock.systemUTC(), Duration.ZERO, label);
    }

    @Test
    void startNamesTheOtherNodesOfTheServer() {
        try (PostgresHistory first = open("Chat (process 1 on a)");
                PostgresHistory second = open("Chat (process 2 on b)")) {
            assertThat(first).isNotEqualTo(second);
            assertThat(lines())
                    .containsExactly("This node shares the database with 1 running nodes: [Chat (process 1 on a)].");
        }
    }

    @Test
    void startWarnsOfNodesOfAnotherServerAndOfOtherLimits() {
        open("Chat (process 0 on a)").close();
        try (PostgresHistory first = open("Chat (process 1 on a)");
                PostgresHistory second = open(Clock.systemUTC(), Duration.ofDays(2), "Chat (old) (process 2 on b)")) {
            assertThat(first).isNotEqualTo(second);
            assertThat(lines()).hasSize(2);
            assertThat(lines().get(0))
                    .contains(
                            "Nodes with another parley.name use the database: [Chat (process 1 on a)]; this one is Chat"
                                    + " (old) (process 2 on b)",
                            "stop this node and name another database in spring.datasource.url");
            assertThat(lines().get(1)).contains("This node has changed parley.history.retention");
        }
    }

    @Test
    void startWarnsOfClocksThatDiffer() {
        open(Clock.offset(Clock.systemUTC(), Duration.ofHours(1)), Duration.ZERO, "Chat (process 1 on a)")
                .close();
        open(Clock.offset(Clock.systemUTC(), Duration.ofHours(-1)), Duration.ZERO, "Chat (process 1 on a)")
                .close();

        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0))
                .matches("The clock of this machine is (359[0-9]|3600) s ahead of that of PostgreSQL.*");
        assertThat(lines().get(1))
                .matches("The clock of this machine is (3599|360[0-9]) s behind that of PostgreSQL.*");
    }
}
