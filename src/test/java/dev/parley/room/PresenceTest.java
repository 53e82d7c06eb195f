package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.identity.User;
import dev.parley.chat.session.LoginThrottle;
import dev.parley.room.QuietHouse.Guest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Who is told of whose coming and going, and who has which name meanwhile. */
class PresenceTest {

    private static final Duration GRACE = Duration.ofSeconds(15);

    private final QuietHouse home = new QuietHouse();
    private final Guest ada = home.inLobby("ada");

    @Test
    void joiningAndLeavingIsToldToTheOthers() {
        Guest bob = home.inLobby("bob");
        bob.visit().end(Ending.QUIT);
        home.settle();
        assertThat(joined()).containsExactly("bob");
        assertThat(left()).containsExactly("bob ()");
    }

    @Test
    void quittingFreesTheNameAtOnce() {
        Guest bob = home.inLobby("bob");
        bob.visit().end(Ending.QUIT);
        assertThat(home.netcat("bob").visit().user().nickname().text()).isEqualTo("bob");
    }

    @Test
    void aTakenNameIsRefusedWithSuggestions() {
        Refusal refusal = home.refused(Introduction.asked("ADA", clientInfo()));
        assertThat(refusal.code()).isEqualTo("name-taken");
        assertThat(refusal.suggestions()).hasSize(2);
    }

    @Test
    void whoIsCutOffWithATokenAndComesBackInTimeIsMissedByNobody() {
        Guest bob = home.inLobby("bob");
        home.say(ada, "one");
        bob.ear().stopReading();
        bob.visit().end(Ending.LOST);
        home.pass(GRACE.minusSeconds(1));
        home.say(ada, "two");
        Guest back = home.browser("", bob.visit().token().orElseThrow());
        home.join(back, RoomName.LOBBY, new Since.After(bob.ear().lastPosition()));
        home.pass(GRACE.plusSeconds(5));
        assertThat(back.visit().user()).isSameAs(bob.visit().user());
        assertThat(back.ear().texts()).containsExactly("two");
        assertThat(joined()).containsExactly("bob");
        assertThat(left()).isEmpty();
    }

    @Test
    void whileHeldTheNameIsNobodyElses() {
        Guest bob = home.inLobby("bob");
        bob.visit().end(Ending.LOST);
        home.pass(GRACE.minusSeconds(1));
        assertThat(home.refused(Introduction.asked("bob", clientInfo())).code()).isEqualTo("name-taken");
    }

    @Test
    void whoIsCutOffAndDoesNotComeBackHasLostTheConnection() {
        Guest bob = home.inLobby("bob");
        bob.visit().end(Ending.LOST);
        home.pass(GRACE.plusSeconds(1));
        assertThat(left()).containsExactly("bob (connection lost)");
        assertThat(home.netcat("bob").visit().user().nickname().text()).isEqualTo("bob");
    }

    @Test
    void aClosedTabIsHeldLikewiseAndThenToldAsLeft() {
        Guest bob = home.inLobby("bob");
        bob.visit().end(Ending.CLOSED);
        home.pass(GRACE.minusSeconds(1));
        assertThat(left()).isEmpty();
        home.pass(Duration.ofSeconds(2));
        assertThat(left()).containsExactly("bob ()");
    }

    @Test
    void whoHasNoTokenIsGoneAtOnce() {
        Guest bob = home.join(home.netcat("bob"), RoomName.LOBBY, new Since.Last(0));
        bob.visit().end(Ending.LOST);
        home.settle();
        assertThat(left()).containsExactly("bob (connection lost)");
        assertThat(bob.visit().token()).isEmpty();
        assertThat(home.netcat("bob").visit().user().nickname().text()).isEqualTo("bob");
    }

    @Test
    void aSecondConnectionWithTheTokenTakesThePlaceOver() {
        Guest bob = home.inLobby("bob");
        Guest second = home.inLobbyWith("bob", bob.visit().token().orElseThrow());
        bob.visit().end(Ending.LOST);
        home.pass(GRACE.plusSeconds(5));
        assertThat(bob.ear().farewells()).containsExactly("replaced");
        assertThat(joined()).containsExactly("bob");
        assertThat(left()).isEmpty();
        home.say(ada, "hello");
        assertThat(second.ear().texts()).containsExactly("hello");
        assertThat(bob.ear().texts()).isEmpty();
    }

    @Test
    void whatAReplacedConnectionStillAsksForTakesNothingFromTheNewOne() {
        Guest bob = home.inLobby("bob");
        Guest second = home.inLobbyWith("bob", bob.visit().token().orElseThrow());
        assertThat(home.get(bob.visit().join(RoomName.LOBBY, new Since.Last(0))))
                .isInstanceOf(Refusal.class);
        home.say(ada, "hello");
        assertThat(second.ear().texts()).containsExactly("hello");
    }

    @Test
    void aRoomThatIsNotJoinedAgainAfterComingBackIsLeft() {
        Guest bob = home.inLobby("bob");
        home.browser("bob", bob.visit().token().orElseThrow());
        home.pass(GRACE.plusSeconds(1));
        assertThat(left()).containsExactly("bob (connection lost)");
    }

    @Test
    void aTokenOnlyProposesTheNameItsPersonIsKnownBy() {
        Guest bob = home.inLobby("bob");
        Guest back = home.browser("robert", bob.visit().token().orElseThrow());
        assertThat(back.visit().user().nickname().text()).isEqualTo("bob");
    }

    @Test
    void anUnknownTokenMakesANewPersonWithAFreshOne() {
        ResumeToken unknown = ResumeToken.generate();
        CompletionStage<Admission> entering = home.house.enter(
                Introduction.resumable("eve", new ClientInfo("browser", "websocket", "127.0.0.1"), unknown), new Ear());
        home.pass(LoginThrottle.PAUSE);
        Visit eve = ((Admission.LoggedIn) home.get(entering)).visit();
        assertThat(eve.token().orElseThrow().secret()).isNotEqualTo(unknown.secret());
    }

    @Test
    void onAFullDiskPeopleComeInAndComeBackAllTheSame() {
        home.history.failWritesWith(new StorageException("disk", true, new IOException("no space")));
        Guest bob = home.inLobby("bob");
        bob.visit().end(Ending.LOST);
        Guest back = home.browser("", bob.visit().token().orElseThrow());
        assertThat(back.visit().user()).isSameAs(bob.visit().user());
    }

    @Test
    void afterARestartATokenBringsItsPersonBackButClaimsNoName() {
        QuietHouse restarted = new QuietHouse(QuietHouse.RULES, home.history);
        Guest thief = restarted.netcat("ada");
        ResumeToken token = ada.visit().token().orElseThrow();
        Refusal refusal = restarted.refused(Introduction.resumable("ada", clientInfo(), token));
        assertThat(refusal.code()).isEqualTo("name-taken");
        thief.visit().end(Ending.QUIT);
        Guest back = restarted.browser("", token);
        assertThat(back.visit().user().id()).isEqualTo(ada.visit().user().id());
        assertThat(back.visit().user().nickname().text()).isEqualTo("ada");
        assertThat(back.visit().token().orElseThrow().secret()).isEqualTo(token.secret());
    }

    @Test
    void anotherNameIsToldAndTheOldOneIsFree() {
        Guest bob = home.inLobby("bob");
        assertThat(bob.visit().rename("robert")).isEmpty();
        home.settle();
        assertThat(ada.ear().heard(RoomEvent.Renamed.class))
                .extracting(RoomEvent.Renamed::from, RoomEvent.Renamed::to)
                .containsExactly(tuple("bob", "robert"));
        home.netcat("bob");
        assertThat(bob.visit().rename("ada").orElseThrow().code()).isEqualTo("name-taken");
        assertThat(bob.visit().rename("Robert")).isEmpty();
        assertThat(home.house.find("robert")).contains(bob.visit().user());
    }

    @Test
    void inACrowdJoinsAndLeavesAreToldTogetherOnceASecond() {
        List<Guest> crowd = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            crowd.add(home.inLobby("p" + i));
        }
        home.pass(Duration.ofSeconds(2));
        int before = ada.ear().heard(RoomEvent.Gathered.class).size();
        assertThat(joined()).hasSize(99);
        assertThat(before).isLessThanOrEqualTo(3);
        crowd.get(0).visit().end(Ending.QUIT);
        crowd.get(1).visit().end(Ending.QUIT);
        Guest late = home.inLobby("late");
        home.pass(Duration.ofSeconds(2));
        List<RoomEvent.Gathered> gathered = ada.ear().heard(RoomEvent.Gathered.class);
        assertThat(gathered).hasSize(before + 1);
        RoomEvent.Gathered last = gathered.get(before);
        assertThat(last.people()).isEqualTo(300);
        assertThat(last.joined()).extracting("name").containsExactly("late");
        assertThat(last.left()).containsExactly("p0", "p1");
        assertThat(late.ear().lastWelcome().count()).isEqualTo(300);
        assertThat(late.ear().lastWelcome().first()).hasSize(100);
        assertThat(left()).isEmpty();
    }

    @Test
    void whoIsKickedIsToldWhyAndGoneAtOnce() {
        Guest bob = home.inLobby("bob");
        assertThat(home.house.kick("BOB", "too loud")).contains(bob.visit().user());
        home.settle();
        assertThat(bob.ear().farewells()).containsExactly("kicked");
        assertThat(left()).containsExactly("bob (kicked: too loud)");
        assertThat(home.house.kick("bob", "again")).isEmpty();
    }

    @Test
    void everybodyIsSentOffAndMayComeBack() {
        Guest bob = home.inLobby("bob");
        assertThat(home.house.sendEverybodyOff()).isEqualTo(2);
        home.settle();
        assertThat(ada.ear().farewells()).containsExactly("sent-off");
        assertThat(bob.ear().farewells()).containsExactly("sent-off");
        assertThat(home.house.count()).isZero();
        home.inLobby("bob");
    }

    @Test
    void whatWasAcceptedBeforeClosingIsStoredAndEverybodyIsTold() {
        var answer = ada.visit().post(RoomName.LOBBY, "just in time", false, null);
        var closing = home.house.close();
        assertThat(home.get(answer)).isInstanceOf(Receipt.class);
        assertThat(closing.toCompletableFuture()).isCompleted();
        assertThat(ada.ear().texts()).containsExactly("just in time");
        assertThat(ada.ear().heard(RoomEvent.Closing.class)).hasSize(1);
        assertThat(ada.ear().farewells()).containsExactly("shutting-down");
        assertThat(((Refusal) home.say(ada, "too late")).code()).isEqualTo("shutting-down");
        assertThat(home.refused(Introduction.asked("late", clientInfo())).code())
                .isEqualTo("shutting-down");
    }

    @Test
    void aWordToOnePersonIsHeardByBothAndByNobodyElse() {
        Guest bob = home.inLobby("bob");
        Guest eve = home.inLobby("eve");
        assertThat(ada.visit().direct("Bob", "psst")).isInstanceOf(Told.class);
        assertThat(bob.ear().directs()).extracting(Direct::text).containsExactly("psst");
        assertThat(ada.ear().directs()).extracting(Direct::to).containsExactly("bob");
        assertThat(eve.ear().directs()).isEmpty();
        assertThat(((Refusal) ada.visit().direct("nobody", "psst")).code()).isEqualTo("no-such-person");
    }

    @Test
    void whoeverWatchesHearsOfArrivalsAndDepartures() {
        List<String> seen = new ArrayList<>();
        home.house.watch(new Watcher() {
            @Override
            public void arrived(User user) {
                seen.add("+" + user + " " + user.clientInfo().dialect());
            }

            @Override
            public void departed(User user, String reason) {
                seen.add("-" + user + " " + reason);
            }
        });
        home.netcat("bob").visit().end(Ending.LOST);
        assertThat(seen).containsExactly("+bob line", "-bob connection lost");
    }

    private List<String> joined() {
        return ada.ear().heard(RoomEvent.Joined.class).stream()
                .map(RoomEvent.Joined::name)
                .toList();
    }

    private List<String> left() {
        return ada.ear().heard(RoomEvent.Left.class).stream()
                .map(left -> left.name() + " (" + left.reason() + ")")
                .toList();
    }

    private static ClientInfo clientInfo() {
        return new ClientInfo("terminal", "line", "127.0.0.1");
    }
}
