package dev.parley.storage.sqlite;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageDraft;
import dev.parley.storage.HistoryLimits;
import dev.parley.text.RoomName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Checks stricter limits than those of the last start. */
class HistoryLimitsTest {

    private static final Duration MONTH = Duration.ofDays(30);

    @TempDir
    private Path folder;

    private final ManualScheduler time = new ManualScheduler();
    private final ListAppender<ILoggingEvent> warnings = new ListAppender<>();
    private final User ada = new User(
            "ada's identity", NicknamePolicy.OPERATOR, new ClientInfo("terminal", "line", "127.0.0.1"), Instant.EPOCH);

    @BeforeEach
    void recordWarnings() {
        warnings.start();
        logger().addAppender(warnings);
    }

    @AfterEach
    void stopRecording() {
        logger().detachAppender(warnings);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(HistoryLimits.class);
    }

    /** Starts with these limits, stores a message, prunes, stops, and returns the stored texts. */
    private List<String> start(Duration retention, int maxMessages, boolean confirmed, String text) {
        warnings.list.clear();
        HistorySettings settings =
                new HistorySettings(folder.resolve("parley.db"), retention, maxMessages, false, confirmed);
        try (SqliteHistory history = SqliteHistory.open(settings, time.clock(), Runnable::run, Runnable::run)) {
            get(history.append(RoomName.LOBBY, List.of(new MessageDraft(ada, text, false, null))));
            time.advanceTime(Duration.ofHours(1));
            get(history.prune(time.clock().instant()));
            return get(history.before(RoomName.LOBBY, Long.MAX_VALUE, 100)).messages().stream()
                    .map(Message::text)
                    .toList();
        }
    }

    private List<String> warnings() {
        return warnings.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void retentionThatWouldDeleteMostMessagesWaitsForAConfirmation() {
        start(MONTH, 0, false, "one");
        start(MONTH, 0, false, "two");

        assertThat(start(Duration.ofMillis(30), 0, false, "three")).containsExactly("one", "two", "three");
        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("delete 2 of 2 messages", "parley.history.retention=30d instead of 30ms")
                .contains("parley.history.confirm-deletion=true");

        assertThat(start(Duration.ofMillis(30), 0, false, "four")).hasSize(4);
        assertThat(warnings()).hasSize(1);
        assertThat(start(Duration.ofMillis(30), 0, true, "five")).isEmpty();
        assertThat(start(Duration.ofMillis(30), 0, false, "six")).isEmpty();
        assertThat(warnings()).isEmpty();
    }

    @Test
    void numberThatWouldDeleteMostMessagesWaitsForAConfirmation() {
        for (String text : List.of("one", "two", "three", "four")) {
            start(MONTH, 0, false, text);
        }

        assertThat(start(MONTH, 1, false, "five")).hasSize(5);
        assertThat(warnings())
                .singleElement()
                .asString()
                .contains("delete 3 of 4 messages", "parley.history.max-messages=0 instead of 1");
    }

    @Test
    void stricterLimitThatDeletesFewMessagesTakesEffectAtOnce() {
        start(MONTH, 0, false, "one");
        start(MONTH, 0, false, "two");
        start(MONTH, 0, false, "three");

        assertThat(start(MONTH, 2, false, "four")).containsExactly("three", "four");
        assertThat(warnings()).isEmpty();
    }

    @Test
    void sameRetentionDeletesAllMessagesAfterALongStop() {
        start(MONTH, 0, false, "one");
        start(MONTH, 0, false, "two");
        time.advanceTime(Duration.ofDays(40));

        assertThat(start(MONTH, 0, false, "three")).containsExactly("three");
        assertThat(warnings()).isEmpty();
    }
}
