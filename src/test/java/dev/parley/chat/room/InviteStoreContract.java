package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Checks the contract of {@link InviteStore}; each implementation has a subclass. */
public abstract class InviteStoreContract {

    private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(3_600);

    /** Returns the store under test: empty at first. */
    protected abstract InviteStore inviteStore();

    /** Returns the result of a call. */
    protected static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }

    /** Returns an invitation of a user that is not stored. */
    protected static Invite invite(String digest, String userId, Instant until) {
        return new Invite(0, digest, new RoomName("tea"), userId, "Böb", until);
    }

    @Test
    void invitationIsFoundByItsDigestUntilItExpires() {
        Invite stored = join(inviteStore().save(invite("d1", "1", LATER), NOW)).orElseThrow();

        assertThat(stored).isEqualTo(invite("d1", "1", LATER).numbered(stored.number()));
        assertThat(join(inviteStore().find("d1", NOW))).hasValue(stored);
        assertThat(join(inviteStore().find("d1", LATER.minusMillis(1)))).hasValue(stored);
        assertThat(join(inviteStore().find("d1", LATER))).isEmpty();
        assertThat(join(inviteStore().find("d2", NOW))).isEmpty();
    }

    @Test
    void invitationsAreListedInTheOrderOfTheirNumbers() {
        Invite first = join(inviteStore().save(invite("d1", "1", LATER), NOW)).orElseThrow();
        Invite other = join(inviteStore().save(invite("d2", "2", LATER), NOW)).orElseThrow();
        Invite second = join(inviteStore().save(invite("d3", "1", LATER), NOW)).orElseThrow();

        assertThat(other.number()).isGreaterThan(first.number());
        assertThat(second.number()).isGreaterThan(other.number());
        assertThat(join(inviteStore().all("1", NOW))).containsExactly(first, second);
        assertThat(join(inviteStore().all(null, NOW))).containsExactly(first, other, second);
        assertThat(join(inviteStore().all(null, LATER))).isEmpty();
    }

    @Test
    void invitationIsDeletedOnlyForItsUserOrForAll() {
        long first = join(inviteStore().save(invite("d1", "1", LATER), NOW))
                .orElseThrow()
                .number();
        long second = join(inviteStore().save(invite("d2", "1", LATER), NOW))
                .orElseThrow()
                .number();

        assertThat(join(inviteStore().delete(first, "2"))).isFalse();
        assertThat(join(inviteStore().delete(first, "1"))).isTrue();
        assertThat(join(inviteStore().delete(first, "1"))).isFalse();
        assertThat(join(inviteStore().find("d1", NOW))).isEmpty();
        assertThat(join(inviteStore().delete(second, null))).isTrue();
        assertThat(join(inviteStore().all(null, NOW))).isEmpty();
    }

    @Test
    void userHasALimitedNumberOfInvitationsThatAreValid() {
        for (int i = 0; i < InviteStore.MOST_PER_USER; i++) {
            assertThat(join(inviteStore().save(invite("d" + i, "1", LATER), NOW)))
                    .isPresent();
        }

        assertThat(join(inviteStore().save(invite("more", "1", LATER), NOW))).isEmpty();
        assertThat(join(inviteStore().save(invite("other", "2", LATER), NOW))).isPresent();
        assertThat(join(inviteStore().save(invite("more", "1", LATER.plusSeconds(1)), LATER)))
                .isPresent();
        assertThat(join(inviteStore().all(null, LATER))).hasSize(1);
    }
}
