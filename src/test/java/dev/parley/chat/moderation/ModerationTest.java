package dev.parley.chat.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknameViolation;
import dev.parley.chat.identity.User;
import dev.parley.chat.moderation.Sanction.Kind;
import dev.parley.chat.room.ManualScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModerationTest {

    private static final Nickname BOB = Nickname.of("bob");

    private final ManualScheduler time = new ManualScheduler();
    private final Moderation moderation = new Moderation(time.clock());

    @Test
    void reloadDoesNotUndoChangesThatAreNotConfirmed() {
        Sanction lifted = sanction(Kind.BAN, "ada", null);
        moderation.reload(List.of(lifted));
        Sanction imposed = sanction(Kind.MUTE, "bob", null);
        moderation.impose(imposed);
        moderation.lift(Kind.BAN, Nickname.of("ada"), null);

        assertThat(moderation.reload(List.of(lifted))).isEmpty();

        assertThat(moderation.inForce(Kind.BAN)).isEmpty();
        assertThat(moderation.inForce(Kind.MUTE)).containsExactly(imposed);
    }

    @Test
    void reloadFollowsTheStoreAfterChangesAreConfirmed() {
        Sanction lifted = sanction(Kind.BAN, "ada", null);
        moderation.reload(List.of(lifted));
        moderation.confirm(moderation.impose(sanction(Kind.MUTE, "bob", null)));
        moderation.lift(Kind.BAN, Nickname.of("ada"), null).forEach(moderation::confirm);

        assertThat(moderation.reload(List.of(lifted))).containsExactly(lifted);

        assertThat(moderation.inForce(Kind.BAN)).containsExactly(lifted);
        assertThat(moderation.inForce(Kind.MUTE)).isEmpty();
    }

    @Test
    void confirmationOfAnEarlierChangeDoesNotConfirmALaterOne() {
        Moderation.Change first = moderation.impose(sanction(Kind.BAN, "bob", null));
        moderation.lift(Kind.BAN, BOB, null);
        Sanction second = sanction(Kind.BAN, "bob", null);
        moderation.impose(second);
        moderation.confirm(first);

        moderation.reload(List.of());

        assertThat(moderation.inForce(Kind.BAN)).containsExactly(second);
    }

    @Test
    void reloadReturnsOnlyBansThatWereNotInForce() {
        Sanction known = sanction(Kind.BAN, "ada", null);
        moderation.reload(List.of(known));
        Sanction added = sanction(Kind.BAN, "bob", null);

        assertThat(moderation.reload(List.of(known, added, sanction(Kind.MUTE, "cyd", null))))
                .containsExactly(added);
    }

    @Test
    void banThatLastsLongestIsFound() {
        Instant later = time.clock().instant().plusSeconds(90);
        moderation.impose(
                new Sanction(Kind.BAN, null, null, "192.0.2.7", time.clock().instant(), later));
        moderation.impose(new Sanction(Kind.BAN, BOB, "1", null, time.clock().instant(), later.plusSeconds(60)));

        assertThat(moderation.check(UserAction.CONNECT, Actor.of("1", null, "192.0.2.7")))
                .map(Sanction::until)
                .contains(later.plusSeconds(60));
        assertThat(moderation.check(UserAction.CONNECT, Actor.of("2", null, "192.0.2.7")))
                .map(Sanction::until)
                .contains(later);
        assertThat(moderation.check(UserAction.CONNECT, Actor.of("2", null, "192.0.2.8")))
                .isEmpty();
        assertThat(moderation.checkNickname(BOB)).map(NicknameViolation::code).contains("name-banned");
    }

    @Test
    void expiredSanctionIsNotInForce() {
        moderation.impose(sanction(Kind.MUTE, "bob", time.clock().instant().plusSeconds(60)));
        User bob = new User(
                "1",
                BOB,
                new ClientInfo("browser", "websocket", "192.0.2.7"),
                time.clock().instant());
        assertThat(moderation.check(UserAction.PUBLISH, Actor.of(bob, bob.clientInfo())))
                .isPresent();

        time.advanceTime(Duration.ofSeconds(60));

        assertThat(moderation.check(UserAction.PUBLISH, Actor.of(bob, bob.clientInfo())))
                .isEmpty();
        assertThat(moderation.inForce(Kind.MUTE)).isEmpty();
    }

    private Sanction sanction(Kind kind, String name, @Nullable Instant until) {
        return new Sanction(kind, Nickname.of(name), null, null, time.clock().instant(), until);
    }
}
