package dev.parley.chat.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.Nickname;
import dev.parley.chat.moderation.Sanction.Kind;
import dev.parley.chat.room.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks the contract of {@link SanctionStore}; each implementation has a subclass. */
public abstract class SanctionStoreContract {

    protected final ManualScheduler time = new ManualScheduler();

    /** Returns the store under test: empty at first. */
    protected abstract SanctionStore sanctionStore();

    /** Deletes expired sanctions. */
    protected abstract void prune(Instant now);

    @Test
    void savedSanctionsAreReadUnchanged() {
        Sanction bob = sanction(Kind.BAN, "Böb", null);
        Sanction address = new Sanction(Kind.BAN, null, null, "192.0.2.7", now(), now().plusSeconds(60));
        join(sanctionStore().save(bob));
        time.advanceTime(Duration.ofSeconds(1));
        Sanction mute = sanction(Kind.MUTE, "Böb", now().plusSeconds(90));
        join(sanctionStore().save(address));
        join(sanctionStore().save(mute));

        assertThat(join(sanctionStore().all())).containsExactlyInAnyOrder(bob, address, mute);
    }

    @Test
    void newSanctionReplacesTheOneOfTheSameKindAndTarget() {
        Sanction mute = sanction(Kind.MUTE, "bob", null);
        Sanction longer = sanction(Kind.BAN, "BOB", now().plusSeconds(90));
        join(sanctionStore().save(sanction(Kind.BAN, "bob", now().plusSeconds(60))));
        join(sanctionStore().save(mute));
        join(sanctionStore().save(longer));

        assertThat(join(sanctionStore().all())).containsExactlyInAnyOrder(mute, longer);
    }

    @Test
    void deleteRemovesOnlyTheGivenSanction() {
        Sanction bob = sanction(Kind.BAN, "bob", null);
        Sanction mute = sanction(Kind.MUTE, "bob", null);
        join(sanctionStore().save(bob));
        join(sanctionStore().save(mute));
        join(sanctionStore().delete(bob));
        join(sanctionStore().delete(bob));
        join(sanctionStore().delete(sanction(Kind.BAN, "ada", null)));

        assertThat(join(sanctionStore().all())).containsExactly(mute);
    }

    @Test
    void pruneDeletesOnlyExpiredSanctions() {
        Sanction forEver = sanction(Kind.BAN, "ada", null);
        Sanction longer = sanction(Kind.BAN, "cyd", now().plusSeconds(90));
        join(sanctionStore().save(forEver));
        join(sanctionStore().save(sanction(Kind.BAN, "bob", now().plusSeconds(60))));
        join(sanctionStore().save(longer));
        time.advanceTime(Duration.ofSeconds(60));
        prune(now());

        assertThat(join(sanctionStore().all())).containsExactlyInAnyOrder(forEver, longer);
    }

    protected final Sanction sanction(Kind kind, String name, @Nullable Instant until) {
        return new Sanction(
                kind,
                Nickname.of(name),
                "a digest",
                "192.0.2.7",
                now(),
                until,
                new Operator("ada", "id of ada"),
                "spam");
    }

    protected static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    protected final Instant now() {
        return time.clock().instant();
    }
}
