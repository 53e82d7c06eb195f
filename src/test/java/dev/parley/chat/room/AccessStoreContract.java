package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.AccessStore.Outcome;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Checks the contract of {@link AccessStore}; each implementation has a subclass. */
public abstract class AccessStoreContract {

    private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(3_600);

    /** Returns the store under test: empty at first. */
    protected abstract AccessStore accessStore();

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
        Invite stored = join(accessStore().save(invite("d1", "1", LATER), NOW)).orElseThrow();

        assertThat(stored).isEqualTo(invite("d1", "1", LATER).numbered(stored.number()));
        assertThat(join(accessStore().find("d1", NOW))).hasValue(stored);
        assertThat(join(accessStore().find("d1", LATER.minusMillis(1)))).hasValue(stored);
        assertThat(join(accessStore().find("d1", LATER))).isEmpty();
        assertThat(join(accessStore().find("d2", NOW))).isEmpty();
    }

    @Test
    void invitationsAreListedInTheOrderOfTheirNumbers() {
        Invite first = join(accessStore().save(invite("d1", "1", LATER), NOW)).orElseThrow();
        Invite other = join(accessStore().save(invite("d2", "2", LATER), NOW)).orElseThrow();
        Invite second = join(accessStore().save(invite("d3", "1", LATER), NOW)).orElseThrow();

        assertThat(other.number()).isGreaterThan(first.number());
        assertThat(second.number()).isGreaterThan(other.number());
        assertThat(join(accessStore().all("1", NOW))).containsExactly(first, second);
        assertThat(join(accessStore().all(null, NOW))).containsExactly(first, other, second);
        assertThat(join(accessStore().all(null, LATER))).isEmpty();
    }

    @Test
    void invitationIsDeletedOnlyForItsUserOrForAll() {
        long first = join(accessStore().save(invite("d1", "1", LATER), NOW))
                .orElseThrow()
                .number();
        long second = join(accessStore().save(invite("d2", "1", LATER), NOW))
                .orElseThrow()
                .number();

        assertThat(join(accessStore().delete(first, "2"))).isFalse();
        assertThat(join(accessStore().delete(first, "1"))).isTrue();
        assertThat(join(accessStore().delete(first, "1"))).isFalse();
        assertThat(join(accessStore().find("d1", NOW))).isEmpty();
        assertThat(join(accessStore().delete(second, null))).isTrue();
        assertThat(join(accessStore().all(null, NOW))).isEmpty();
    }

    private static PrivateRoom room(String name, String owner) {
        return new PrivateRoom(new RoomName(name), "key-" + name, owner, Set.of(owner));
    }

    @Test
    void privateRoomIsReadWithItsMembersAndItsLatestKey() {
        RoomName tea = new RoomName("tea");
        assertThat(join(accessStore().createPrivateRoom(room("tea", "1"), NOW))).isEqualTo(Outcome.STORED);
        assertThat(join(accessStore().createPrivateRoom(room("tea", "2"), NOW))).isEqualTo(Outcome.CONFLICT);
        assertThat(join(accessStore().createPrivateRoom(room("ale", "2"), NOW))).isEqualTo(Outcome.STORED);
        assertThat(join(accessStore().addMember(tea, "3", NOW))).isEqualTo(Outcome.STORED);
        assertThat(join(accessStore().addMember(tea, "3", NOW))).isEqualTo(Outcome.STORED);
        assertThat(join(accessStore().addMember(new RoomName("none"), "3", NOW)))
                .isEqualTo(Outcome.CONFLICT);
        assertThat(join(accessStore().setKey(tea, "other"))).isEqualTo(Outcome.STORED);
        assertThat(join(accessStore().setKey(new RoomName("none"), "other"))).isEqualTo(Outcome.CONFLICT);

        PrivateRoom changed = new PrivateRoom(tea, "other", "1", Set.of("1", "3"));
        assertThat(join(accessStore().privateRoom(tea))).hasValue(changed);
        assertThat(join(accessStore().privateRooms())).containsExactlyInAnyOrder(changed, room("ale", "2"));
        assertThat(join(accessStore().deletePrivateRoom(tea))).isTrue();
        assertThat(join(accessStore().deletePrivateRoom(tea))).isFalse();
        assertThat(join(accessStore().privateRoom(tea))).isEmpty();
        assertThat(join(accessStore().createPrivateRoom(room("tea", "2"), NOW))).isEqualTo(Outcome.STORED);
        assertThat(join(accessStore().privateRoom(tea))).hasValue(room("tea", "2"));
    }

    @Test
    void userCreatesALimitedNumberOfPrivateRooms() {
        for (int i = 0; i < AccessStore.MOST_ROOMS_PER_USER; i++) {
            assertThat(join(accessStore().createPrivateRoom(room("r" + i, "1"), NOW)))
                    .isEqualTo(Outcome.STORED);
        }

        assertThat(join(accessStore().createPrivateRoom(room("more", "1"), NOW)))
                .isEqualTo(Outcome.FULL);
        assertThat(join(accessStore().createPrivateRoom(room("more", "2"), NOW)))
                .isEqualTo(Outcome.STORED);
    }

    @Test
    void userHasALimitedNumberOfInvitationsThatAreValid() {
        for (int i = 0; i < AccessStore.MOST_PER_USER; i++) {
            assertThat(join(accessStore().save(invite("d" + i, "1", LATER), NOW)))
                    .isPresent();
        }

        assertThat(join(accessStore().save(invite("more", "1", LATER), NOW))).isEmpty();
        assertThat(join(accessStore().save(invite("other", "2", LATER), NOW))).isPresent();
        assertThat(join(accessStore().save(invite("more", "1", LATER.plusSeconds(1)), LATER)))
                .isPresent();
        assertThat(join(accessStore().all(null, LATER))).hasSize(1);
    }
}
