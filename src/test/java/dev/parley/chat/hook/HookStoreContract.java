package dev.parley.chat.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks the contract of {@link HookStore}; each implementation has a subclass. */
public abstract class HookStoreContract {

    private static final Instant NOW = Instant.parse("2026-11-30T08:00:00.123Z");
    private static final Position HEAD = new Position("abc", 7);

    /** Returns the store under test: empty at first. */
    protected abstract HookStore hookStore();

    @Test
    void createdHooksAreNumberedAndReadUnchanged() {
        Hook first = create("dev", null);
        Hook second = create("lobby", "Böt");

        assertThat(first)
                .isEqualTo(new Hook(
                        1,
                        new RoomName("dev"),
                        "https://example.org/dev?x=1",
                        "secret",
                        null,
                        "ada",
                        NOW,
                        HookProgress.after(1, HEAD)));
        assertThat(second.id()).isEqualTo(2);
        assertThat(second.mention()).isEqualTo("Böt");
        assertThat(join(hookStore().all())).containsExactly(first, second);
    }

    @Test
    void hookBeyondTheLimitIsNotCreated() {
        create("dev", null);

        Optional<Hook> second = join(hookStore().create(hook("dev", null), 1));

        assertThat(second).isEmpty();
        assertThat(join(hookStore().all())).hasSize(1);
    }

    @Test
    void deletedHookIsGoneAndItsProgressIsIgnored() {
        Hook first = create("dev", null);
        Hook second = create("dev", null);

        assertThat(join(hookStore().delete(first.id()))).isTrue();
        assertThat(join(hookStore().delete(first.id()))).isFalse();
        join(hookStore().save(List.of(first.progress())).thenApply(saved -> true));

        assertThat(join(hookStore().all())).containsExactly(second);
    }

    @Test
    void progressIsStored() {
        Hook first = create("dev", null);
        Hook second = create("dev", null);
        HookProgress disabled = new HookProgress(
                first.id(), new Position("def", 3), NOW.plusSeconds(1), "the answer was the status 500", false);
        HookProgress further = HookProgress.after(second.id(), new Position("abc", 9));

        join(hookStore().save(List.of(disabled, further)).thenApply(saved -> true));

        assertThat(join(hookStore().all())).extracting(Hook::progress).containsExactly(disabled, further);
        join(hookStore().save(List.of(HookProgress.after(1, HEAD))).thenApply(saved -> true));
        assertThat(join(hookStore().all())).extracting(Hook::progress).contains(HookProgress.after(1, HEAD));
    }

    protected final Hook create(String room, @Nullable String mention) {
        return join(hookStore().create(hook(room, mention), 10)).orElseThrow();
    }

    private static HookStore.NewHook hook(String room, @Nullable String mention) {
        return new HookStore.NewHook(room, "https://example.org/dev?x=1", "secret", mention, "ada", NOW, HEAD);
    }

    protected static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
