package dev.parley.chat.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.Nickname;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Checks the contract of {@link BotStore}; each implementation has a subclass. */
public abstract class BotStoreContract {

    protected static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");
    protected static final Bot CI = new Bot(
            "1", Nickname.of("ci"), List.of(new RoomName("lobby"), new RoomName("builds")), true, "console", NOW);
    private static final Bot NEWS =
            new Bot("2", Nickname.of("Nëws"), List.of(new RoomName("lobby")), false, "ada", NOW.plusSeconds(1), true);

    /** Returns the store under test: empty at first. */
    protected abstract BotStore botStore();

    @Test
    void addedBotsAreReadUnchangedTheOldestFirst() {
        assertThat(join(botStore().add(NEWS))).isTrue();
        assertThat(join(botStore().add(CI))).isTrue();

        assertThat(join(botStore().all())).containsExactly(CI, NEWS);
        assertThat(CI.rooms()).extracting(RoomName::text).containsExactly("builds", "lobby");
    }

    @Test
    void secondBotWithANicknameThatLooksTheSameIsNotAdded() {
        join(botStore().add(CI));

        assertThat(join(botStore().add(new Bot("3", Nickname.of("CI"), List.of(RoomName.LOBBY), true, "console", NOW))))
                .isFalse();
        assertThat(join(botStore().all())).containsExactly(CI);
    }

    @Test
    void deleteRemovesOnlyTheGivenBotAndFreesItsNickname() {
        join(botStore().add(CI));
        join(botStore().add(NEWS));

        join(botStore().delete("1"));
        join(botStore().delete("unknown"));

        assertThat(join(botStore().all())).containsExactly(NEWS);
        assertThat(join(botStore().add(CI))).isTrue();
    }

    protected static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
