package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.chat.identity.ClientInfo;
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

/** Who is told of whose coming and going, and who has which name meanwhile. */
class PresenceTest {

    private static final Duration GRACE = Duration.ofSeconds(15);

    private final TestChatServer home = new TestChatServer();
    private final TestSession ada = home.inLobby("ada");

    @Test
    void joiningAndLeavingIsToldToTheOthers() {
        TestSession bob = home.inLobby("bob");
        bob.session().close(CloseCause.QUIT);
        home.settle();
        assertThat(joined()).containsExactly("bob");
        assertThat(left()).containsExactly("bob ()");
    }

    @Test
    void quittingFreesTheNameAtOnce() {
        TestSession bob = home.inLobby("bob");
        bob.session().close(CloseCause.QUIT);
        assertThat(home.netcat("bob").session().user().nickname().text()).isEqualTo("bob");
    }

    @Test
    void aTakenNameIsRefusedWithSuggestions() {
        Refusal refusal = home.refused(LoginRequest.interactive("ADA", clientInfo()));
        assertThat(refusal.code()).isEqualTo("name-taken");
        assertThat(refusal.suggestions()).hasSize(2);
    }

    @Test
    void whoIsCutOffWithATokenAndComesBackInTimeIsMissedByNobody() {
        TestSession bob = home.inLobby("bob");
        home.say(ada, "one");
        bob.recordingSubscriber().stopReading();
        bob.session().close(CloseCause.LOST);
        home.pass(GRACE.minusSeconds(1));
        home.say(ada, "two");
        TestSession back = home.browser("", bob.session().token().orElseThrow());
        home.join(
                back,
                RoomName.LOBBY,
                new ReplayFrom.After(bob.recordingSubscriber().lastPosition()));
        home.pass(GRACE.plusSeconds(5));
        assertThat(back.session().user()).isSameAs(bob.session().user());
        assertThat(back.recordingSubscriber().texts()).containsExactly("two");
        assertThat(joined()).containsExactly("bob");
        assertThat(left()).isEmpty();
    }

    @Test
    void whileHeldTheNameIsNobodyElses() {
        TestSession bob = home.inLobby("bob");
        bob.session().close(CloseCause.LOST);
        home.pass(GRACE.minusSeconds(1));
        assertThat(home.refused(LoginRequest.interactive("bob", clientInfo())).code())
                .isEqualTo("name-taken");
    }

    @Test
    void whoIsCutOffAndDoesNotComeBackHasLostTheConnection() {
        TestSession bob = home.inLobby("bob");
        bob.session().close(CloseCause.LOST);
        home.pass(GRACE.plusSeconds(1));
        assertThat(left()).containsExactly("bob (connection lost)");
        assertThat(home.netcat("bob").session().user().nickname().text()).isEqualTo("bob");
    }

    @Test
    void aClosedTabIsHeldLikewiseAndThenToldAsLeft() {
        TestSession bob = home.inLobby("bob");
        bob.session().close(CloseCause.CLOSED);
        home.pass(GRACE.minusSeconds(1));
        assertThat(left()).isEmpty();
        home.pass(Duration.ofSeconds(2));
        assertThat(left()).containsExactly("bob ()");
    }

    @Test
    void whoHasNoTokenIsGoneAtOnce() {
        TestSession bob = home.join(home.netcat("bob"), RoomName.LOBBY, new ReplayFrom.Last(0));
        bob.session().close(CloseCause.LOST);
        home.settle();
        assertThat(left()).containsExactly("bob (connection lost)");
        assertThat(bob.session().token()).isEmpty();
        assertThat(home.netcat("bob").session().user().nickname().text()).isEqualTo("bob");
    }

    @Test
    void aSecondConnectionWithTheTokenTakesThePlaceOver() {
        TestSession bob = home.inLobby("bob");
        TestSession second = home.inLobbyWith("bob", bob.session().token().orElseThrow());
        bob.session().close(CloseCause.LOST);
        home.pass(GRACE.plusSeconds(5));
        assertThat(bob.recordingSubscriber().farewells()).containsExactly("replaced");
        assertThat(joined()).containsExactly("bob");
        assertThat(left()).isEmpty();
        home.say(ada, "hello");
        assertThat(second.recordingSubscriber().texts()).containsExactly("hello");
        assertThat(bob.recordingSubscriber().texts()).isEmpty();
    }

    @Test
    void whatAReplacedConnectionStillAsksForTakesNothingFromTheNewOne() {
        TestSession bob = home.inLobby("bob");
        TestSession second = home.inLobbyWith("bob", bob.session().token().orElseThrow());
        assertThat(home.get(bob.session().join(RoomName.LOBBY, new ReplayFrom.Last(0))))
                .isInstanceOf(Refusal.class);
        home.say(ada, "hello");
        assertThat(second.recordingSubscriber().texts()).containsExactly("hello");
    }

    @Test
    void aRoomThatIsNotJoinedAgainAfterComingBackIsLeft() {
        TestSession bob = home.inLobby("bob");
        home.browser("bob", bob.session().token().orElseThrow());
        home.pass(GRACE.plusSeconds(1));
        assertThat(left()).containsExactly("bob (connection lost)");
    }

    @Test
    void aTokenOnlyProposesTheNameItsPersonIsKnownBy() {
        TestSession bob = home.inLobby("bob");
        TestSession back = home.browser("robert", bob.session().token().orElseThrow());
        assertThat(back.session().user().nickname().text()).isEqualTo("bob");
    }

    @Test
    void anUnknownTokenMakesANewPersonWithAFreshOne() {
        ResumeToken unknown = ResumeToken.generate();
        CompletionStage<LoginResult> entering = home.chatServer.login(
                LoginRequest.resumable("eve", new ClientInfo("browser", "websocket", "127.0.0.1"), unknown),
                new RecordingSubscriber());
        home.pass(LoginThrottle.PAUSE);
        Session eve = ((LoginResult.LoggedIn) home.get(entering)).session();
        assertThat(eve.token().orElseThrow().secret()).isNotEqualTo(unknown.secret());
    }

    @Test
    void onAFullDiskPeopleComeInAndComeBackAllTheSame() {
        home.history.failWritesWith(new StorageException("disk", true, new IOException("no space")));
        TestSession bob = home.inLobby("bob");
        bob.session().close(CloseCause.LOST);
        TestSession back = home.browser("", bob.session().token().orElseThrow());
        assertThat(back.session().user()).isSameAs(bob.session().user());
    }

    @Test
    void afterARestartATokenBringsItsPersonBackButClaimsNoName() {
        TestChatServer restarted = new TestChatServer(TestChatServer.RULES, home.history);
        TestSession thief = restarted.netcat("ada");
        ResumeToken token = ada.session().token().orElseThrow();
        Refusal refusal = restarted.refused(LoginRequest.resumable("ada", clientInfo(), token));
        assertThat(refusal.code()).isEqualTo("name-taken");
        thief.session().close(CloseCause.QUIT);
        TestSession back = restarted.browser("", token);
        assertThat(back.session().user().id()).isEqualTo(ada.session().user().id());
        assertThat(back.session().user().nickname().text()).isEqualTo("ada");
        assertThat(back.session().token().orElseThrow().secret()).isEqualTo(token.secret());
    }

    @Test
    void anotherNameIsToldAndTheOldOneIsFree() {
        TestSession bob = home.inLobby("bob");
        assertThat(bob.session().rename("robert")).isEmpty();
        home.settle();
        assertThat(ada.recordingSubscriber().heard(RoomEvent.Renamed.class))
                .extracting(RoomEvent.Renamed::from, RoomEvent.Renamed::to)
                .containsExactly(tuple("bob", "robert"));
        home.netcat("bob");
        assertThat(bob.session().rename("ada").orElseThrow().code()).isEqualTo("name-taken");
        assertThat(bob.session().rename("Robert")).isEmpty();
        assertThat(home.chatServer.findUser("robert")).contains(bob.session().user());
    }

    @Test
    void inACrowdJoinsAndLeavesAreToldTogetherOnceASecond() {
        List<TestSession> crowd = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            crowd.add(home.inLobby("p" + i));
        }
        home.pass(Duration.ofSeconds(2));
        int before = ada.recordingSubscriber().heard(RoomEvent.Gathered.class).size();
        assertThat(joined()).hasSize(99);
        assertThat(before).isLessThanOrEqualTo(3);
        crowd.get(0).session().close(CloseCause.QUIT);
        crowd.get(1).session().close(CloseCause.QUIT);
        TestSession late = home.inLobby("late");
        home.pass(Duration.ofSeconds(2));
        List<RoomEvent.Gathered> gathered = ada.recordingSubscriber().heard(RoomEvent.Gathered.class);
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
    void whoIsKickedIsToldWhyAndGoneAtOnce() {
        TestSession bob = home.inLobby("bob");
        assertThat(home.chatServer.kick("BOB", "too loud"))
                .contains(bob.session().user());
        home.settle();
        assertThat(bob.recordingSubscriber().farewells()).containsExactly("kicked");
        assertThat(left()).containsExactly("bob (kicked: too loud)");
        assertThat(home.chatServer.kick("bob", "again")).isEmpty();
    }

    @Test
    void everybodyIsSentOffAndMayComeBack() {
        TestSession bob = home.inLobby("bob");
        assertThat(home.chatServer.disconnectAll()).isEqualTo(2);
        home.settle();
        assertThat(ada.recordingSubscriber().farewells()).containsExactly("sent-off");
        assertThat(bob.recordingSubscriber().farewells()).containsExactly("sent-off");
        assertThat(home.chatServer.userCount()).isZero();
        home.inLobby("bob");
    }

    @Test
    void whatWasAcceptedBeforeClosingIsStoredAndEverybodyIsTold() {
        var requestResult = ada.session().publish(RoomName.LOBBY, "just in time", false, null);
        var closing = home.chatServer.close();
        assertThat(home.get(requestResult)).isInstanceOf(Receipt.class);
        assertThat(closing.toCompletableFuture()).isCompleted();
        assertThat(ada.recordingSubscriber().texts()).containsExactly("just in time");
        assertThat(ada.recordingSubscriber().heard(RoomEvent.Closing.class)).hasSize(1);
        assertThat(ada.recordingSubscriber().farewells()).containsExactly("shutting-down");
        assertThat(((Refusal) home.say(ada, "too late")).code()).isEqualTo("shutting-down");
        assertThat(home.refused(LoginRequest.interactive("late", clientInfo())).code())
                .isEqualTo("shutting-down");
    }

    @Test
    void aWordToOnePersonIsHeardByBothAndByNobodyElse() {
        TestSession bob = home.inLobby("bob");
        TestSession eve = home.inLobby("eve");
        assertThat(ada.session().sendDirect("Bob", "psst")).isInstanceOf(Acknowledgement.class);
        assertThat(bob.recordingSubscriber().directMessages())
                .extracting(DirectMessage::text)
                .containsExactly("psst");
        assertThat(ada.recordingSubscriber().directMessages())
                .extracting(DirectMessage::to)
                .containsExactly("bob");
        assertThat(eve.recordingSubscriber().directMessages()).isEmpty();
        assertThat(((Refusal) ada.session().sendDirect("nobody", "psst")).code())
                .isEqualTo("no-such-person");
    }

    @Test
    void whoeverWatchesHearsOfArrivalsAndDepartures() {
        List<String> seen = new ArrayList<>();
        home.chatServer.addListener(new ChatEventListener() {
            @Override
            public void onLogin(User user) {
                seen.add("+" + user + " " + user.clientInfo().dialect());
            }

            @Override
            public void onLogout(User user, String reason) {
                seen.add("-" + user + " " + reason);
            }
        });
        home.netcat("bob").session().close(CloseCause.LOST);
        assertThat(seen).containsExactly("+bob line", "-bob connection lost");
    }

    private List<String> joined() {
        return ada.recordingSubscriber().heard(RoomEvent.Joined.class).stream()
                .map(RoomEvent.Joined::name)
                .toList();
    }

    private List<String> left() {
        return ada.recordingSubscriber().heard(RoomEvent.Left.class).stream()
                .map(left -> left.name() + " (" + left.reason() + ")")
                .toList();
    }

    private static ClientInfo clientInfo() {
        return new ClientInfo("terminal", "line", "127.0.0.1");
    }
}
