package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.room.JoinResult;
import dev.parley.chat.room.Membership;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.RecordingSubscriber;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RoomEvent;
import dev.parley.chat.room.ServerLimits;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Checks the rate limits of joins, leaves, nickname changes, typing notices and commands. */
class RateLimitTest {

    private static final ServerLimits RULES = new ServerLimits(
            new NicknamePolicy(10), 500, 1, 5, 50, 1_000, 20, Duration.ofSeconds(15), 100, Duration.ZERO, 10);

    /** The burst, twice the rooms per user, and permits that are refilled while the test runs. */
    private static final int MAX_EVENTS = 5 + 2 * 20 + 30;

    private static final int TRIES = 500;

    private final TestChatServer server = new TestChatServer(RULES, null);
    private final TestChatServer.TestSession witness = server.joinLobby("witness");
    private final TestChatServer.TestSession eve = server.loginBrowser("eve");

    private Refusal refusal(JoinResult joinResult) {
        assertThat(joinResult).isInstanceOf(Refusal.class);
        return (Refusal) joinResult;
    }

    @Test
    void joinsAndLeavesAreRateLimited() {
        JoinResult last = null;
        for (int i = 0; i < TRIES; i++) {
            last = server.get(eve.session().join(RoomName.LOBBY, new ReplayFrom.Last(0)));
            eve.session().leave(RoomName.LOBBY);
        }
        server.settle();

        Refusal refusal = refusal(last);
        assertThat(refusal.code()).isEqualTo("slow-down");
        assertThat(refusal.retryAfter()).isPositive();
        assertThat(witness.recordingSubscriber().received(RoomEvent.Joined.class))
                .hasSizeLessThan(MAX_EVENTS);
        assertThat(server.chatServer.roomRegistry().find(RoomName.LOBBY)).isPresent();
    }

    @Test
    void newLoginOfAUserGivesNoNewPermits() {
        ResumeToken token = eve.session().token().orElseThrow();
        int published = 0;
        TestChatServer.TestSession again = eve;
        for (int i = 0; i < 20; i++) {
            server.join(again, RoomName.LOBBY, new ReplayFrom.Last(0));
            for (int j = 0; j < 10; j++) {
                boolean isStored =
                        server.get(again.session().publish(RoomName.LOBBY, "text " + i + " " + j, false, null))
                                instanceof Receipt;
                published += isStored ? 1 : 0;
            }
            again.session().close(CloseCause.QUIT);
            server.settle();
            again = server.loginBrowser("eve", token);
        }

        assertThat(published).isLessThan(MAX_EVENTS);
    }

    @Test
    void loginsOfAUserAreRateLimited() {
        ResumeToken token = eve.session().token().orElseThrow();
        LoginRequest request =
                LoginRequest.resumable("eve", new ClientInfo("browser", "websocket", "127.0.0.1"), token);
        LoginResult last = null;
        for (int i = 0; i < TRIES && !(last instanceof LoginResult.Refused); i++) {
            last = server.get(server.chatServer.login(request, new RecordingSubscriber()));
        }

        assertThat(last).isInstanceOf(LoginResult.Refused.class);
        assertThat(((LoginResult.Refused) last).refusal().code()).isEqualTo("slow-down");
    }

    @Test
    void nicknameChangesAreRateLimited() {
        server.join(eve, RoomName.LOBBY, new ReplayFrom.Last(0));
        Optional<Refusal> last = Optional.empty();
        for (int i = 0; i < TRIES; i++) {
            last = server.get(eve.session().rename("eve" + i));
        }
        server.settle();

        assertThat(last).map(Refusal::code).contains("slow-down");
        assertThat(witness.recordingSubscriber().received(RoomEvent.Renamed.class))
                .hasSizeLessThan(MAX_EVENTS);
    }

    @Test
    void typingNoticesAreRateLimited() {
        server.join(eve, RoomName.LOBBY, new ReplayFrom.Last(0));
        for (int i = 0; i < TRIES; i++) {
            eve.session().typing(RoomName.LOBBY);
        }
        server.settle();

        assertThat(witness.recordingSubscriber().received(RoomEvent.Typing.class))
                .hasSizeBetween(1, MAX_EVENTS);
    }

    @Test
    void commandsAreRateLimited() {
        Optional<Refusal> last = Optional.empty();
        for (int i = 0; i < TRIES; i++) {
            last = eve.session().tryAcquireCommandPermit();
        }

        assertThat(last).map(Refusal::code).contains("slow-down");
    }

    @Test
    void resumedSessionHasTheSameRateLimit() {
        while (eve.session().tryAcquireCommandPermit().isEmpty()) {
            // Uses all permits.
        }
        TestChatServer.TestSession resumed =
                server.loginBrowser("eve", eve.session().token().orElseThrow());

        assertThat(resumed.session().user()).isEqualTo(eve.session().user());
        assertThat(resumed.session().tryAcquireCommandPermit())
                .map(Refusal::code)
                .contains("slow-down");
    }

    @Test
    void twoJoinsOfEachAllowedRoomAreNotLimited() {
        for (int i = 0; i < 2 * RULES.roomsPerPerson(); i++) {
            RoomName room = RoomName.parse("room-" + i % RULES.roomsPerPerson()).orElseThrow();
            assertThat(server.get(eve.session().join(room, new ReplayFrom.Last(0))))
                    .isInstanceOf(Membership.class);
        }
        assertThat(server.publish(witness, "hello")).isInstanceOf(Receipt.class);
    }
}
