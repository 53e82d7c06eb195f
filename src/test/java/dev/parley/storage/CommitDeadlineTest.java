package dev.parley.storage;

import static dev.parley.chat.room.Stages.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.chat.room.StorageException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CommitDeadlineTest {

    private static final DeadlineTimer SHORT = new DeadlineTimer(Duration.ofMillis(20));

    private final CompletableFuture<String> result = new CompletableFuture<>();

    @Test
    void messageIsRefusedWhenTheTimeHasPassedAndNotStoredLater() {
        CommitDeadline deadline = CommitDeadline.start("store a message", SHORT, result);

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> get(result))
                .withMessage("Could not store a message: the database did not answer within 20 ms");
        assertThatExceptionOfType(StorageException.class).isThrownBy(deadline::requireCommit);
    }

    @Test
    void messageThatIsSentToTheDatabaseIsNotRefusedAnyMore() {
        CommitDeadline deadline = CommitDeadline.start("store a message", SHORT, result);
        deadline.requireCommit();
        CompletableFuture<String> later = new CompletableFuture<>();
        CommitDeadline.start("store a message", new DeadlineTimer(Duration.ofMillis(60)), later);

        assertThatExceptionOfType(StorageException.class).isThrownBy(() -> get(later));
        assertThat(result).isNotDone();
        deadline.requireCommit(); // a repetition
    }
}
