package dev.parley.chat.session;

import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.storage.memory.InMemoryNicknameRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A registry whose calls take effect and complete when a test decides, in any order. A call has two steps: its effect, and
 * the completion of its stage.
 */
final class DelayedNicknameRegistry implements NicknameRegistry {

    /** The registry behind, for checks without delay. */
    final NicknameRegistry now = new InMemoryNicknameRegistry();

    private final List<Runnable> steps = new ArrayList<>();
    private @Nullable RuntimeException failure;
    private boolean delayed;

    /** Delays later calls, or lets them take effect and complete at once. */
    void delay(boolean next) {
        delayed = next;
    }

    /** Lets later claims take effect, and then fail with this exception. */
    void failClaimsWith(RuntimeException next) {
        failure = next;
    }

    /** Returns the number of calls that are not completed. */
    int pending() {
        return steps.size();
    }

    /** Runs the next step of a pending call. */
    void step(int index) {
        steps.remove(index).run();
    }

    /** Runs all steps, the latest first. */
    void completeAll() {
        while (!steps.isEmpty()) {
            step(steps.size() - 1);
        }
    }

    private <T> CompletionStage<T> call(Supplier<CompletionStage<T>> effect) {
        if (!delayed) {
            return effect.get();
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        steps.add(() -> {
            CompletionStage<T> value = effect.get();
            steps.add(() -> value.whenComplete((done, failed) -> {
                if (failed == null) {
                    result.complete(done);
                } else {
                    result.completeExceptionally(failed);
                }
            }));
        });
        return result;
    }

    @Override
    public CompletionStage<ClaimResult> claim(Nickname wish, String userId, String holder) {
        return call(() -> {
            CompletionStage<ClaimResult> result = now.claim(wish, userId, holder);
            return failure == null ? result : CompletableFuture.failedFuture(failure);
        });
    }

    @Override
    public CompletionStage<Void> release(String userId, String holder) {
        return call(() -> now.release(userId, holder));
    }

    @Override
    public CompletionStage<ClaimResult> rename(String userId, String holder, Nickname wish) {
        return call(() -> now.rename(userId, holder, wish));
    }

    @Override
    public CompletionStage<ClaimResult> setAbsence(String userId, String holder, String absence) {
        return call(() -> now.setAbsence(userId, holder, absence));
    }

    @Override
    public CompletionStage<Optional<Claim>> find(Nickname nickname) {
        return call(() -> now.find(nickname));
    }

    @Override
    public CompletionStage<Optional<Claim>> claimOf(String userId) {
        return call(() -> now.claimOf(userId));
    }

    @Override
    public CompletionStage<Set<Nickname>> taken(Collection<Nickname> nicknames) {
        return call(() -> now.taken(nicknames));
    }
}
