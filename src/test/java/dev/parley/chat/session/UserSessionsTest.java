package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.InMemoryHistory;
import dev.parley.chat.room.JoinResult;
import dev.parley.chat.room.ManualScheduler;
import dev.parley.chat.room.Membership;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.RecordingSubscriber;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.RequestResult;
import dev.parley.chat.room.RoomEvent;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.text.RoomName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Checks users with several sessions. */
class UserSessionsTest {

    private static final Duration RESUME_WINDOW = Duration.ofSeconds(15);
    private static final ClientInfo CLIENT = new ClientInfo("browser", "websocket", "127.0.0.1");
    private static final RoomName TEA = RoomName.parse("tea").orElseThrow();

    private final TestChatServer server = new TestChatServer();
    private final TestSession ada = server.joinLobby("ada");
    private final TestSession bob = server.joinLobby("bob");
    private final ResumeToken token = bob.session().token().orElseThrow();

    @Test
    void loginWithTheTokenOfAConnectedUserAddsASession() {
        TestSession second = server.joinLobby("robert", token);

        assertThat(second.session().user()).isSameAs(bob.session().user());
        assertThat(bob.recordingSubscriber().disconnectCodes()).isEmpty();
        assertThat(server.chatServer.userCount()).isEqualTo(2);
    }

    @Test
    void joinAndLeaveArePublishedForTheFirstAndTheLastSession() {
        TestSession second = server.joinLobby("bob", token);
        bob.session().close(CloseCause.QUIT);
        server.settle();
        assertThat(events(RoomEvent.Joined.class)).hasSize(1);
        assertThat(events(RoomEvent.Left.class)).isEmpty();

        second.session().close(CloseCause.QUIT);
        server.settle();
        assertThat(events(RoomEvent.Left.class)).hasSize(1);
        assertThat(server.isOnline("bob")).isFalse();
    }

    @Test
    void sessionLeavesARoomForItselfOnly() {
        TestSession second = server.joinLobby("bob", token);
        second.session().leave(RoomName.LOBBY);
        server.publish(ada, "hello");

        assertThat(bob.recordingSubscriber().texts()).containsExactly("hello");
        assertThat(second.recordingSubscriber().texts()).isEmpty();
        assertThat(events(RoomEvent.Left.class)).isEmpty();
    }

    @Test
    void halfOpenConnectionHarmsNothingUntilItIsLost() {
        TestSession second = server.joinLobby("bob", token);
        server.publish(ada, "hello");
        bob.session().close(CloseCause.LOST);
        server.advanceTime(RESUME_WINDOW.plusSeconds(1));

        assertThat(second.recordingSubscriber().texts()).containsExactly("hello");
        assertThat(events(RoomEvent.Left.class)).isEmpty();
        assertThat(server.isOnline("bob")).isTrue();
    }

    @Test
    void nicknameIsHeldForTheResumeWindowAfterTheLastSessionIsLost() {
        TestSession second = server.joinLobby("bob", token);
        bob.session().close(CloseCause.LOST);
        server.advanceTime(Duration.ofSeconds(10));
        second.session().close(CloseCause.LOST);
        server.advanceTime(RESUME_WINDOW.minusSeconds(1));
        assertThat(server.isOnline("bob")).isTrue();

        server.advanceTime(Duration.ofSeconds(2));
        assertThat(server.isOnline("bob")).isFalse();
    }

    @Test
    void sessionLimitsItsResumeWindowButDoesNotExtendIt() {
        TestSession second = server.joinLobby("bob", token);
        bob.session().limitResumeWindow(RESUME_WINDOW.plusSeconds(1));
        bob.session().limitResumeWindow(Duration.ofSeconds(5));
        bob.session().close(CloseCause.CLOSED);
        second.session().limitResumeWindow(RESUME_WINDOW.plusSeconds(1));
        second.session().close(CloseCause.CLOSED);
        server.advanceTime(Duration.ofSeconds(6));
        assertThat(second.session().user().clients()).hasSize(1);

        server.advanceTime(RESUME_WINDOW.minusSeconds(7));
        assertThat(server.get(server.chatServer.findUser("bob"))).isPresent();
        server.advanceTime(Duration.ofSeconds(2));
        assertThat(server.get(server.chatServer.findUser("bob"))).isEmpty();
        assertThat(events(RoomEvent.Left.class)).hasSize(1);
    }

    @Test
    void directMessagesReachAllSessionsOfBothUsers() {
        TestSession secondBob = server.joinLobby("bob", token);
        TestSession secondAda = server.loginBrowser("ada", ada.session().token().orElseThrow());

        server.sendDirect(ada, "bob", "psst");

        for (TestSession session : List.of(ada, secondAda, bob, secondBob)) {
            assertThat(session.recordingSubscriber().directMessages()).hasSize(1);
        }
    }

    @Test
    void kickDisconnectsAllSessions() {
        TestSession second = server.joinLobby("bob", token);
        server.chatServer.kick("bob", "");
        server.settle();

        assertThat(bob.recordingSubscriber().disconnectCodes()).containsExactly("kicked");
        assertThat(second.recordingSubscriber().disconnectCodes()).containsExactly("kicked");
        assertThat(events(RoomEvent.Left.class)).hasSize(1);
        assertThat(server.isOnline("bob")).isFalse();
    }

    @Test
    void renameReachesAllRoomsOfAllSessionsOnce() {
        TestSession second = server.join(server.loginBrowser("bob", token), TEA, new ReplayFrom.Last(0));
        server.join(second, RoomName.LOBBY, new ReplayFrom.Last(0));
        server.join(ada, TEA, new ReplayFrom.Last(0));

        assertThat(server.get(second.session().rename("robert"))).isEmpty();
        server.settle();

        assertThat(events(RoomEvent.Renamed.class)).hasSize(2);
        assertThat(bob.session().user().nickname().text()).isEqualTo("robert");
    }

    @Test
    void idempotenceHoldsOverAllSessions() {
        TestSession second = server.joinLobby("bob", token);
        RequestResult first = server.publish(bob, "hello", "r1");
        RequestResult again = server.get(second.session().publish(RoomName.LOBBY, "hello", false, new Reference("r1")));

        assertThat(again)
                .isInstanceOfSatisfying(
                        Receipt.class, receipt -> assertThat(receipt.repeated()).isTrue())
                .usingRecursiveComparison()
                .ignoringFields("repeated")
                .isEqualTo(first);
        assertThat(ada.recordingSubscriber().texts()).containsExactly("hello");
    }

    @Test
    void tooManySessionsDisconnectTheOneIdleForLongest() {
        List<TestSession> sessions = new ArrayList<>(List.of(bob));
        for (int i = 1; i < 10; i++) {
            server.advanceTime(Duration.ofSeconds(1));
            sessions.add(server.joinLobby("bob", token));
        }
        server.advanceTime(Duration.ofSeconds(1));
        server.publish(bob, "still here");

        server.joinLobby("bob", token);
        server.settle();

        assertThat(sessions.get(1).recordingSubscriber().disconnectCodes()).containsExactly("too-many-sessions");
        assertThat(sessions.stream()
                        .filter(session ->
                                !session.recordingSubscriber().disconnectCodes().isEmpty()))
                .hasSize(1);
        assertThat(events(RoomEvent.Left.class)).isEmpty();
    }

    @Test
    void lostSessionGivesWayBeforeAConnectedOne() {
        List<TestSession> sessions = new ArrayList<>();
        for (int i = 1; i < 10; i++) {
            sessions.add(server.joinLobby("bob", token));
        }
        sessions.get(8).session().close(CloseCause.LOST);
        server.joinLobby("bob", token);
        server.settle();

        assertThat(bob.recordingSubscriber().disconnectCodes()).isEmpty();
        assertThat(sessions.subList(0, 8))
                .allMatch(session ->
                        session.recordingSubscriber().disconnectCodes().isEmpty());
    }

    @Test
    void endedSessionJoinsNoRoom() {
        bob.session().close(CloseCause.QUIT);
        CompletionStage<JoinResult> join = bob.session().join(TEA, new ReplayFrom.Last(0));

        assertThat(server.get(join)).isInstanceOf(Refusal.class).isNotInstanceOf(Membership.class);
    }

    @Test
    void messageNamesTheTransportOfItsSession() {
        TestSession terminal = server.join(
                server.login(LoginRequest.resumable("bob", new ClientInfo("terminal", "stomp", "127.0.0.1"), token)),
                RoomName.LOBBY,
                new ReplayFrom.Last(0));
        server.publish(bob, "from the page");
        server.publish(terminal, "from the terminal");

        assertThat(events(RoomEvent.Said.class))
                .extracting(said -> said.message().via())
                .containsExactly("browser", "terminal");
    }

    @Test
    void userIsTheSameWhileOneSessionIsLeft() {
        TestSession second = server.joinLobby("bob", token);
        bob.session().close(CloseCause.QUIT);
        TestSession third = server.joinLobby("", token);
        User user = third.session().user();

        assertThat(user).isSameAs(second.session().user());
        assertThat(user.clients()).hasSize(2);
    }

    @Test
    void nicknameStaysUniqueIfAnotherLoginOfTheUserEndsBetweenClaimAndRegistration() {
        ManualScheduler scheduler = new ManualScheduler();
        InMemoryHistory history = new InMemoryHistory(scheduler.clock());
        InterruptingClock clock = new InterruptingClock(scheduler.clock());
        ChatServer chatServer = new ChatServer(
                TestChatServer.RULES, TestResources.of(history, history, history, clock, scheduler, Runnable::run));
        Session first = login(chatServer, "eve", null);
        ResumeToken resumeToken = first.token().orElseThrow();
        first.close(CloseCause.QUIT);

        clock.interruptNextCallWith(() -> login(chatServer, "eve", resumeToken).close(CloseCause.QUIT));
        Session second = login(chatServer, "eve", resumeToken);

        assertThat(second.user().nickname().text()).isEqualTo("eve");
        assertThat(chatServer.findUser("eve").toCompletableFuture().join())
                .map(NicknameRegistry.Claim::userId)
                .contains(second.user().id());
        assertThat(chatServer
                        .login(LoginRequest.interactive("eve", CLIENT), new RecordingSubscriber())
                        .toCompletableFuture())
                .isCompletedWithValueMatching(LoginResult.Refused.class::isInstance);
    }

    private static Session login(ChatServer chatServer, String name, @Nullable ResumeToken token) {
        LoginResult result = chatServer
                .login(LoginRequest.resumable(name, CLIENT, token), new RecordingSubscriber())
                .toCompletableFuture()
                .join();
        return ((LoginResult.LoggedIn) result).session();
    }

    /** A clock that runs a task within its next call, which the login makes between claim and registration. */
    private static final class InterruptingClock extends Clock {
        private final Clock clock;
        private @Nullable Runnable task;

        private InterruptingClock(Clock clock) {
            this.clock = clock;
        }

        void interruptNextCallWith(Runnable next) {
            task = next;
        }

        @Override
        public Instant instant() {
            Runnable now = task;
            task = null;
            if (now != null) {
                now.run();
            }
            return clock.instant();
        }

        @Override
        public ZoneId getZone() {
            return clock.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return clock.withZone(zone);
        }
    }

    private <T extends RoomEvent> List<T> events(Class<T> type) {
        return ada.recordingSubscriber().received(type);
    }
}
