package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.identity.User;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.TestChatServer;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Checks presence events, and how long a nickname stays reserved. */
class PresenceTest {

    private static final Duration RESUME_WINDOW = Duration.ofSeconds(15);

    private final TestChatServer server = new TestChatServer();
    private final TestSession ada = server.joinLobby("ada");

    @Test
    void membersReceiveJoinsAndLeaves() {
        TestSession bob = server.joinLobby("bob");
        bob.session().close(CloseCause.QUIT);
        server.settle();
        assertThat(joined()).containsExactly("bob");
        assertThat(left()).containsExactly("bob ()");
    }

    @Test
    void quitFreesTheNicknameAtOnce() {
        TestSession bob = server.joinLobby("bob");
        bob.session().close(CloseCause.QUIT);
        assertThat(server.loginTerminal("bob").session().user().nickname().text())
                .isEqualTo("bob");
    }

    @Test
    void takenNicknameIsRefusedWithSuggestions() {
        Refusal refusal = server.loginRefused(LoginRequest.interactive("ADA", clientInfo()));
        assertThat(refusal.code()).isEqualTo("name-taken");
        assertThat(refusal.suggestions()).hasSize(2);
    }

    @Test
    void sessionResumedInTimeIsNotReportedAsLeft() {
        TestSession bob = server.joinLobby("bob");
        server.publish(ada, "one");
        bob.recordingSubscriber().stopReading();
        bob.session().close(CloseCause.LOST);
        server.advanceTime(RESUME_WINDOW.minusSeconds(1));
        server.publish(ada, "two");
        TestSession resumed = server.loginBrowser("", bob.session().token().orElseThrow());
        server.join(
                resumed,
                RoomName.LOBBY,
                new ReplayFrom.After(bob.recordingSubscriber().lastPosition()));
        server.advanceTime(RESUME_WINDOW.plusSeconds(5));
        assertThat(resumed.session().user()).isSameAs(bob.session().user());
        assertThat(resumed.recordingSubscriber().texts()).containsExactly("two");
        assertThat(joined()).containsExactly("bob");
        assertThat(left()).isEmpty();
    }

    @Test
    void nicknameIsReservedDuringTheResumeWindow() {
        TestSession bob = server.joinLobby("bob");
        bob.session().close(CloseCause.LOST);
        server.advanceTime(RESUME_WINDOW.minusSeconds(1));
        assertThat(server.loginRefused(LoginRequest.interactive("bob", clientInfo()))
                        .code())
                .isEqualTo("name-taken");
    }

    @Test
    void lostConnectionIsReportedAfterTheResumeWindow() {
        TestSession bob = server.joinLobby("bob");
        bob.session().close(CloseCause.LOST);
        server.advanceTime(RESUME_WINDOW.plusSeconds(1));
        assertThat(left()).containsExactly("bob (connection lost)");
        assertThat(server.loginTerminal("bob").session().user().nickname().text())
                .isEqualTo("bob");
    }

    @Test
    void closedTabLeavesQuietlyAfterTheResumeWindow() {
        TestSession bob = server.joinLobby("bob");
        bob.session().close(CloseCause.CLOSED);
        server.advanceTime(RESUME_WINDOW.minusSeconds(1));
        assertThat(left()).isEmpty();
        server.advanceTime(Duration.ofSeconds(2));
        assertThat(left()).containsExactly("bob ()");
    }

    @Test
    void clientWithoutTokenLeavesAtOnce() {
        TestSession bob = server.join(server.loginTerminal("bob"), RoomName.LOBBY, new ReplayFrom.Last(0));
        bob.session().close(CloseCause.LOST);
        server.settle();
        assertThat(left()).containsExactly("bob (connection lost)");
        assertThat(bob.session().token()).isEmpty();
        assertThat(server.loginTerminal("bob").session().user().nickname().text())
                .isEqualTo("bob");
    }

    @Test
    void roomThatIsNotRejoinedAfterAResumeIsLeft() {
        TestSession bob = server.joinLobby("bob");
        bob.session().close(CloseCause.LOST);
        server.loginBrowser("bob", bob.session().token().orElseThrow());
        server.advanceTime(RESUME_WINDOW.plusSeconds(1));
        assertThat(left()).containsExactly("bob (connection lost)");
    }

    @Test
    void resumeIgnoresTheRequestedNickname() {
        TestSession bob = server.joinLobby("bob");
        TestSession resumed =
                server.loginBrowser("robert", bob.session().token().orElseThrow());
        assertThat(resumed.session().user().nickname().text()).isEqualTo("bob");
    }

    @Test
    void unknownTokenCreatesANewUserWithANewToken() {
        ResumeToken unknown = ResumeToken.generate();
        CompletionStage<LoginResult> login = server.chatServer.login(
                LoginRequest.resumable("eve", new ClientInfo("browser", "websocket", "127.0.0.1"), unknown),
                new RecordingSubscriber());
        server.advanceTime(LoginThrottle.PAUSE);
        Session eve = ((LoginResult.LoggedIn) server.get(login)).session();
        assertThat(eve.token().orElseThrow().secret()).isNotEqualTo(unknown.secret());
    }

    @Test
    void loginAndResumeSucceedOnAFullDisk() {
        server.history.failWritesWith(new StorageException("disk", true, new IOException("no space")));
        TestSession bob = server.joinLobby("bob");
        bob.session().close(CloseCause.LOST);
        TestSession resumed = server.loginBrowser("", bob.session().token().orElseThrow());
        assertThat(resumed.session().user()).isSameAs(bob.session().user());
    }

    @Test
    void tokenResumesTheUserAfterARestartIfTheNicknameIsFree() {
        TestChatServer restarted = new TestChatServer(TestChatServer.RULES, server.history);
        TestSession other = restarted.loginTerminal("ada");
        ResumeToken token = ada.session().token().orElseThrow();
        Refusal refusal = restarted.loginRefused(LoginRequest.resumable("ada", clientInfo(), token));
        assertThat(refusal.code()).isEqualTo("name-taken");
        other.session().close(CloseCause.QUIT);
        TestSession resumed = restarted.loginBrowser("", token);
        assertThat(resumed.session().user().id()).isEqualTo(ada.session().user().id());
        assertThat(resumed.session().user().nickname().text()).isEqualTo("ada");
        assertThat(resumed.session().token().orElseThrow().secret()).isEqualTo(token.secret());
    }

    @Test
    void nicknameChangeIsPublishedAndFreesTheOldNickname() {
        TestSession bob = server.joinLobby("bob");
        assertThat(server.get(bob.session().rename("robert"))).isEmpty();
        server.settle();
        assertThat(ada.recordingSubscriber().received(RoomEvent.Renamed.class))
                .extracting(RoomEvent.Renamed::from, RoomEvent.Renamed::to)
                .containsExactly(tuple("bob", "robert"));
        server.loginTerminal("bob");
        assertThat(server.get(bob.session().rename("ada")).orElseThrow().code()).isEqualTo("name-taken");
        assertThat(server.get(bob.session().rename("Robert"))).isEmpty();
        assertThat(server.get(server.chatServer.findUser("robert")))
                .map(NicknameRegistry.Claim::userId)
                .contains(bob.session().user().id());
    }

    @Test
    void joinsAndLeavesOfALargeRoomAreCombinedOnceASecond() {
        List<TestSession> users = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            users.add(server.joinLobby("p" + i));
        }
        server.advanceTime(Duration.ofSeconds(2));
        int before =
                ada.recordingSubscriber().received(RoomEvent.Gathered.class).size();
        assertThat(joined()).hasSize(99);
        assertThat(before).isLessThanOrEqualTo(3);
        users.get(0).session().close(CloseCause.QUIT);
        users.get(1).session().close(CloseCause.QUIT);
        TestSession late = server.joinLobby("late");
        server.advanceTime(Duration.ofSeconds(2));
        List<RoomEvent.Gathered> gathered = ada.recordingSubscriber().received(RoomEvent.Gathered.class);
        assertThat(gathered).hasSize(before + 1);
        RoomEvent.Gathered last = gathered.get(before);
        assertThat(last.people()).isEqualTo(300);
        assertThat(last.joined()).extracting("name").containsExactly("late");
        assertThat(last.left()).containsExactly("p0", "p1");
        assertThat(late.recordingSubscriber().lastWelcome().count()).isEqualTo(300);
        assertThat(late.recordingSubscriber().lastWelcome().first()).hasSize(100);
        assertThat(left()).isEmpty();
    }

    @Test
    void kickedUserIsDisconnectedAndLeavesWithTheReasonAtOnce() {
        TestSession bob = server.joinLobby("bob");
        assertThat(server.get(server.chatServer.kick("BOB", "too loud")))
                .contains(bob.session().user().nickname());
        server.settle();
        assertThat(bob.recordingSubscriber().disconnectCodes()).containsExactly("kicked");
        assertThat(left()).containsExactly("bob (kicked: too loud)");
        assertThat(server.get(server.chatServer.kick("bob", "again"))).isEmpty();
    }

    @Test
    void usersMayLogInAgainAfterDisconnectAll() {
        TestSession bob = server.joinLobby("bob");
        assertThat(server.chatServer.disconnectAll()).isEqualTo(2);
        server.settle();
        assertThat(ada.recordingSubscriber().disconnectCodes()).containsExactly("sent-off");
        assertThat(bob.recordingSubscriber().disconnectCodes()).containsExactly("sent-off");
        assertThat(server.chatServer.userCount()).isZero();
        server.joinLobby("bob");
    }

    @Test
    void closeStoresAcceptedMessagesAndNotifiesUsers() {
        var requestResult = ada.session().publish(RoomName.LOBBY, "just in time", false, null);
        var closing = server.chatServer.close(Duration.ofSeconds(5));
        assertThat(server.get(requestResult)).isInstanceOf(Receipt.class);
        assertThat(closing.toCompletableFuture()).isCompleted();
        assertThat(ada.recordingSubscriber().disconnectCodes()).isEmpty();
        assertThat(server.chatServer
                        .disconnectForShutdown(Duration.ofSeconds(5))
                        .toCompletableFuture())
                .isCompleted();
        assertThat(ada.recordingSubscriber().texts()).containsExactly("just in time");
        assertThat(ada.recordingSubscriber().received(RoomEvent.Closing.class)).hasSize(1);
        assertThat(ada.recordingSubscriber().disconnectCodes()).containsExactly("shutting-down");
        assertThat(((Refusal) server.publish(ada, "too late")).code()).isEqualTo("shutting-down");
        assertThat(server.loginRefused(LoginRequest.interactive("late", clientInfo()))
                        .code())
                .isEqualTo("shutting-down");
    }

    @Test
    void directMessageIsReceivedByBothUsersOnly() {
        TestSession bob = server.joinLobby("bob");
        TestSession eve = server.joinLobby("eve");
        assertThat(server.sendDirect(ada, "Bob", "psst")).isInstanceOf(Receipt.class);
        assertThat(bob.recordingSubscriber().directMessages())
                .extracting(DirectMessage::text)
                .containsExactly("psst");
        assertThat(ada.recordingSubscriber().directMessages())
                .extracting(DirectMessage::to)
                .containsExactly("bob");
        assertThat(eve.recordingSubscriber().directMessages()).isEmpty();
        assertThat(((Refusal) server.sendDirect(ada, "zoe", "psst")).code()).isEqualTo("no-such-person");
    }

    @Test
    void listenerReceivesLoginsAndLogouts() {
        List<String> seen = new ArrayList<>();
        server.chatServer.addListener(new ChatEventListener() {
            @Override
            public void onLogin(User user) {
                seen.add("+" + user + " " + user.clientInfo().dialect());
            }

            @Override
            public void onLogout(User user, String reason) {
                seen.add("-" + user + " " + reason);
            }
        });
        server.loginTerminal("bob").session().close(CloseCause.LOST);
        assertThat(seen).containsExactly("+bob line", "-bob connection lost");
    }

    private List<String> joined() {
        return ada.recordingSubscriber().received(RoomEvent.Joined.class).stream()
                .map(RoomEvent.Joined::name)
                .toList();
    }

    private List<String> left() {
        return ada.recordingSubscriber().received(RoomEvent.Left.class).stream()
                .map(left -> left.name() + " (" + left.reason() + ")")
                .toList();
    }

    private static ClientInfo clientInfo() {
        return new ClientInfo("terminal", "line", "127.0.0.1");
    }
}
