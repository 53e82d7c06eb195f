package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.room.JoinResult;
import dev.parley.chat.room.Membership;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RoomEvent;
import dev.parley.chat.room.ServerLimits;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whoever goes in and out, renames itself, writes without end or asks all the time makes work for others, up to a limit. */
class ResumeTest {

    private static final ServerLimits RULES = new ServerLimits(
            new NicknamePolicy(10), 500, 1, 5, 50, 1_000, 20, Duration.ofSeconds(15), 100, Duration.ZERO);

    /** The burst, twice the rooms that one may be in, and some that come back while the test runs. */
    private static final int MOST = 5 + 2 * 20 + 30;

    private static final int TRIES = 500;

    private final TestChatServer house = new TestChatServer(RULES, null);
    private final TestChatServer.TestSession witness = house.inLobby("witness");
    private final TestChatServer.TestSession eve = house.browser("eve");

    private Refusal refusedAtLast(JoinResult joinResult) {
        assertThat(joinResult).isInstanceOf(Refusal.class);
        return (Refusal) joinResult;
    }

    @Test
    void whoGoesInAndOutAllTheTimeIsSlowedDown() {
        JoinResult last = null;
        for (int i = 0; i < TRIES; i++) {
            last = house.get(eve.session().join(RoomName.LOBBY, new ReplayFrom.Last(0)));
            eve.session().leave(RoomName.LOBBY);
        }
        house.settle();

        Refusal refusal = refusedAtLast(last);
        assertThat(refusal.code()).isEqualTo("slow-down");
        assertThat(refusal.retryAfter()).isPositive();
        assertThat(witness.recordingSubscriber().heard(RoomEvent.Joined.class)).hasSizeLessThan(MOST);
        assertThat(house.chatServer.roomRegistry().find(RoomName.LOBBY)).isPresent();
    }

    @Test
    void whoTakesOneNameAfterTheOtherIsSlowedDown() {
        house.join(eve, RoomName.LOBBY, new ReplayFrom.Last(0));
        Optional<Refusal> last = Optional.empty();
        for (int i = 0; i < TRIES; i++) {
            last = eve.session().rename("eve" + i);
        }
        house.settle();

        assertThat(last).map(Refusal::code).contains("slow-down");
        assertThat(witness.recordingSubscriber().heard(RoomEvent.Renamed.class)).hasSizeLessThan(MOST);
    }

    @Test
    void whoIsAlwaysWritingIsToldSoOnlyNowAndThen() {
        house.join(eve, RoomName.LOBBY, new ReplayFrom.Last(0));
        for (int i = 0; i < TRIES; i++) {
            eve.session().typing(RoomName.LOBBY);
        }
        house.settle();

        assertThat(witness.recordingSubscriber().heard(RoomEvent.Typing.class)).hasSizeBetween(1, MOST);
    }

    @Test
    void whoAsksAllTheTimeIsSlowedDown() {
        Optional<Refusal> last = Optional.empty();
        for (int i = 0; i < TRIES; i++) {
            last = eve.session().tryAcquireCommandPermit();
        }

        assertThat(last).map(Refusal::code).contains("slow-down");
    }

    @Test
    void whoComesBackMayNoMoreThanBefore() {
        while (eve.session().tryAcquireCommandPermit().isEmpty()) {
            // Until nothing is left.
        }
        TestChatServer.TestSession again =
                house.browser("eve", eve.session().token().orElseThrow());

        assertThat(again.session().user()).isEqualTo(eve.session().user());
        assertThat(again.session().tryAcquireCommandPermit()).map(Refusal::code).contains("slow-down");
    }

    @Test
    void whoComesBackToTwentyRoomsAtOnceIsNot() {
        for (int i = 0; i < 2 * RULES.roomsPerPerson(); i++) {
            RoomName room = RoomName.parse("room-" + i % RULES.roomsPerPerson()).orElseThrow();
            assertThat(house.get(eve.session().join(room, new ReplayFrom.Last(0))))
                    .isInstanceOf(Membership.class);
        }
        assertThat(house.say(witness, "hello")).isInstanceOf(Receipt.class);
    }
}
