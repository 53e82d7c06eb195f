package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.ManualExecutor;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class TokenWriterTest {

    private final ManualScheduler scheduler = new ManualScheduler();
    private final ManualExecutor executor = new ManualExecutor();
    private final List<List<String>> written = new ArrayList<>();
    private final InMemoryHistory history = new InMemoryHistory(scheduler.clock());
    private CompletableFuture<Void> stored = CompletableFuture.completedFuture(null);
    private boolean broken;

    private final TokenWriter tokenWriter = new TokenWriter(
            TestResources.of(history, new RecordingStore(), history, scheduler.clock(), scheduler, executor),
            Duration.ofHours(1));

    private final class RecordingStore implements TokenStore {

        @Override
        public CompletionStage<Optional<String>> lastName(String digest) {
            return CompletableFuture.completedFuture(Optional.empty());
        }

        @Override
        public CompletionStage<Void> save(Collection<TokenOwner> tokenOwners, Instant at) {
            if (broken) {
                return CompletableFuture.failedFuture(new StorageException("No space.", true, new IOException("full")));
            }
            written.add(tokenOwners.stream().map(TokenOwner::name).toList());
            return stored;
        }

        @Override
        public CompletionStage<Void> touch(Collection<String> digests, Instant at) {
            return CompletableFuture.completedFuture(null);
        }
    }

    @Test
    void simultaneousLoginsAreSavedInOneBatch() {
        var ada = save("ada");
        var bob = save("bob");
        assertThat(ada.toCompletableFuture()).isNotDone();

        executor.runNext();

        assertThat(written).containsExactly(List.of("ada", "bob"));
        assertThat(ada.toCompletableFuture()).isCompleted();
        assertThat(bob.toCompletableFuture()).isCompleted();
    }

    @Test
    void laterLoginsAreSavedAfterADelay() {
        save("ada");
        executor.runNext();
        var bob = save("bob");
        var cleo = save("cleo");
        assertThat(executor.runNext()).isFalse();

        scheduler.advanceTime(Duration.ofHours(1));
        executor.runNext();

        assertThat(written).containsExactly(List.of("ada"), List.of("bob", "cleo"));
        assertThat(bob.toCompletableFuture()).isCompleted();
        assertThat(cleo.toCompletableFuture()).isCompleted();
    }

    @Test
    void saveCompletesDespiteAStorageFailure() {
        broken = true;
        var ada = save("ada");
        executor.runNext();
        assertThat(ada.toCompletableFuture()).isCompleted();
        assertThat(written).isEmpty();
    }

    @Test
    void saveCompletesWhenTheTokenIsStored() {
        stored = new CompletableFuture<>();
        var ada = save("ada");
        executor.runNext();
        assertThat(ada.toCompletableFuture()).isNotDone();

        stored.complete(null);
        assertThat(ada.toCompletableFuture()).isCompleted();
    }

    private CompletionStage<User> save(String name) {
        return tokenWriter.save(new User(
                "id of " + name,
                ((NicknamePolicy.Valid) new NicknamePolicy(10).parse(name)).nickname(),
                new ClientInfo("browser", "websocket", "127.0.0.1"),
                scheduler.clock().instant()));
    }
}
