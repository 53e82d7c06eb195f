package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.NicknamePolicy;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whoever goes in and out, renames itself, writes without end or asks all the time makes work for others, up to a limit. */
class MovingTest {

    private static final HouseRules RULES = new HouseRules(
            new NicknamePolicy(10), 500, 1, 5, 50, 1_000, 20, Duration.ofSeconds(15), 100, Duration.ZERO);

    /** The burst, twice the rooms that one may be in, and some that come back while the test runs. */
    private static final int MOST = 5 + 2 * 20 + 30;

    private static final int TRIES = 500;

    private final QuietHouse house = new QuietHouse(RULES, null);
    private final QuietHouse.Guest witness = house.inLobby("witness");
    private final QuietHouse.Guest eve = house.browser("eve");

    private Refusal refusedAtLast(Seating seating) {
        assertThat(seating).isInstanceOf(Refusal.class);
        return (Refusal) seating;
    }

    @Test
    void whoGoesInAndOutAllTheTimeIsSlowedDown() {
        Seating last = null;
        for (int i = 0; i < TRIES; i++) {
            last = house.get(eve.visit().join(RoomName.LOBBY, new Since.Last(0)));
            eve.visit().leave(RoomName.LOBBY);
        }
        house.settle();

        Refusal refusal = refusedAtLast(last);
        assertThat(refusal.code()).isEqualTo("slow-down");
        assertThat(refusal.retryAfter()).isPositive();
        assertThat(witness.ear().heard(RoomEvent.Joined.class)).hasSizeLessThan(MOST);
        assertThat(house.house.rooms().find(RoomName.LOBBY)).isPresent();
    }

    @Test
    void whoTakesOneNameAfterTheOtherIsSlowedDown() {
        house.join(eve, RoomName.LOBBY, new Since.Last(0));
        Optional<Refusal> last = Optional.empty();
        for (int i = 0; i < TRIES; i++) {
            last = eve.visit().rename("eve" + i);
        }
        house.settle();

        assertThat(last).map(Refusal::code).contains("slow-down");
        assertThat(witness.ear().heard(RoomEvent.Renamed.class)).hasSizeLessThan(MOST);
    }

    @Test
    void whoIsAlwaysWritingIsToldSoOnlyNowAndThen() {
        house.join(eve, RoomName.LOBBY, new Since.Last(0));
        for (int i = 0; i < TRIES; i++) {
            eve.visit().typing(RoomName.LOBBY);
        }
        house.settle();

        assertThat(witness.ear().heard(RoomEvent.Typing.class)).hasSizeBetween(1, MOST);
    }

    @Test
    void whoAsksAllTheTimeIsSlowedDown() {
        Optional<Refusal> last = Optional.empty();
        for (int i = 0; i < TRIES; i++) {
            last = eve.visit().ask();
        }

        assertThat(last).map(Refusal::code).contains("slow-down");
    }

    @Test
    void whoComesBackMayNoMoreThanBefore() {
        while (eve.visit().ask().isEmpty()) {
            // Until nothing is left.
        }
        QuietHouse.Guest again = house.browser("eve", eve.visit().token().orElseThrow());

        assertThat(again.visit().user()).isEqualTo(eve.visit().user());
        assertThat(again.visit().ask()).map(Refusal::code).contains("slow-down");
    }

    @Test
    void whoComesBackToTwentyRoomsAtOnceIsNot() {
        for (int i = 0; i < 2 * RULES.roomsPerPerson(); i++) {
            RoomName room = RoomName.read("room-" + i % RULES.roomsPerPerson()).orElseThrow();
            assertThat(house.get(eve.visit().join(room, new Since.Last(0)))).isInstanceOf(Seat.class);
        }
        assertThat(house.say(witness, "hello")).isInstanceOf(Receipt.class);
    }
}
