package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.moderation.Sanction.Kind;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RoomEvent;
import dev.parley.chat.room.StorageException;
import dev.parley.chat.session.TestChatServer.TestSession;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModerationTest {

    private static final String HOME = "192.0.2.7";
    private static final String ELSEWHERE = "198.51.100.9";
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    private final TestChatServer home = new TestChatServer();
    private final Moderation moderation = home.chatServer.moderation();

    @Test
    void whoIsBannedIsSentOffAndStaysOutByNameTokenAndAddress() {
        TestSession bob = home.enter(tab("bob", HOME, null));
        ResumeToken token = bob.session().token().orElseThrow();

        Moderation.Outcome outcome = moderation.impose(Kind.BAN, nickname("bob"), HALF_AN_HOUR);

        assertThat(outcome.disconnected()).containsExactly(bob.session().user());
        assertThat(bob.recordingSubscriber().farewells()).containsExactly("banned");
        assertThat(home.refused(tab("bob", ELSEWHERE, null)).code()).isEqualTo("name-banned");
        assertThat(home.refused(tab("rob", ELSEWHERE, token)).code()).isEqualTo("banned");
        Refusal atHome = home.refused(tab("rob", HOME, null));
        assertThat(atHome.code()).isEqualTo("banned");
        assertThat(atHome.sentence()).contains("until").contains("30 minutes from now");
        assertThat(moderation.checkAddress(HOME)).map(DisconnectReason::code).hasValue("banned");
        assertThat(moderation.checkAddress(ELSEWHERE)).isEmpty();
        assertThat(home.get(home.chatServer.isKnown(token))).isFalse();
        home.enter(tab("rob", ELSEWHERE, null));
    }

    @Test
    void aPrivateAddressIsBannedToo() {
        home.enter(tab("bob", "192.168.1.4", null));
        moderation.impose(Kind.BAN, nickname("bob"), null);

        assertThat(moderation.checkAddress("192.168.1.4")).isPresent();
    }

    @Test
    void namesThatLookLikeABannedOneAreBannedAndNeverGivenOut() {
        moderation.impose(Kind.BAN, nickname("bob1"), null);

        assertThat(home.refused(tab("bobl", ELSEWHERE, null)).code()).isEqualTo("name-banned");
        TestSession old = home.enter(LoginRequest.autoNamed("bob1", new ClientInfo("terminal", "framed", ELSEWHERE)));
        assertThat(old.session().user().nickname().text()).isEqualTo("bob12");
        assertThat(old.session().rename("bob1").orElseThrow().code()).isEqualTo("name-banned");
    }

    @Test
    void anAddressThatOthersComeFromTooIsNotPartOfABanByName() {
        home.enter(tab("bob", HOME, null));
        TestSession ada = home.enter(tab("ada", HOME, null));

        Moderation.Outcome outcome = moderation.impose(Kind.BAN, nickname("bob"), null);

        assertThat(outcome.beside()).containsExactly(ada.session().user());
        assertThat(outcome.disconnected()).hasSize(1);
        assertThat(moderation.checkAddress(HOME)).isEmpty();
        home.enter(tab("cyd", HOME, null));
    }

    @Test
    void thisMachineIsNeverPartOfABanByName() {
        home.netcat("bob");
        moderation.impose(Kind.BAN, nickname("bob"), null);

        assertThat(moderation.checkAddress("127.0.0.1")).isEmpty();
        home.netcat("cyd");
    }

    @Test
    void aBanOfAnAddressSendsOffEverybodyFromThere() {
        TestSession bob = home.enter(tab("bob", HOME, null));
        TestSession ada = home.enter(tab("ada", ELSEWHERE, null));

        assertThat(moderation.ban(HOME, null).disconnected())
                .containsExactly(bob.session().user());
        assertThat(ada.recordingSubscriber().farewells()).isEmpty();
        assertThat(home.refused(tab("cyd", HOME, null)).sentence())
                .isEqualTo("The operator has banned you from this server.");
    }

    @Test
    void leavingInTimeIsNoWayOut() {
        TestSession bob = home.enter(tab("bob", HOME, null));
        ResumeToken token = bob.session().token().orElseThrow();
        bob.session().close(CloseCause.QUIT);
        home.settle();

        moderation.impose(Kind.BAN, nickname("bob"), null);

        assertThat(home.refused(tab("rob", ELSEWHERE, token)).code()).isEqualTo("banned");
        assertThat(moderation.checkAddress(HOME)).isPresent();
    }

    @Test
    void aBanEndsByItselfAndWhenItIsLifted() {
        moderation.impose(Kind.BAN, nickname("bob"), HALF_AN_HOUR);
        moderation.impose(Kind.BAN, nickname("ada"), null);
        home.pass(HALF_AN_HOUR);

        home.enter(tab("bob", HOME, null));
        assertThat(moderation.inForce(Kind.BAN)).hasSize(1);
        assertThat(moderation.lift(Kind.BAN, nickname("ADA"), null)).hasSize(1);
        assertThat(moderation.lift(Kind.BAN, nickname("ada"), null)).isEmpty();
        home.enter(tab("ada", HOME, null));
    }

    @Test
    void toLiftTheBanOfAnAddressLiftsTheBanByNameThatHoldsForIt() {
        home.enter(tab("bob", HOME, null));
        moderation.impose(Kind.BAN, nickname("bob"), null);

        assertThat(moderation.lift(Kind.BAN, null, HOME))
                .extracting(Sanction::target)
                .hasSize(1);
        home.enter(tab("bob", HOME, null));
    }

    @Test
    void bansAndMutesHoldAfterARestart() {
        TestSession bob = home.inLobby("bob");
        ResumeToken token = bob.session().token().orElseThrow();
        moderation.impose(Kind.MUTE, nickname("bob"), null);
        moderation.impose(Kind.BAN, nickname("cyd"), null);
        moderation.impose(Kind.BAN, nickname("dee"), null);
        moderation.lift(Kind.BAN, nickname("dee"), null);
        home.settle();

        TestChatServer again = new TestChatServer(TestChatServer.RULES, home.history);

        assertThat(again.refused(tab("cyd", ELSEWHERE, null)).code()).isEqualTo("name-banned");
        again.enter(tab("dee", ELSEWHERE, null));
        assertThat(((Refusal) again.say(again.inLobbyWith("rob", token), "hello")).code())
                .isEqualTo("muted");
    }

    @Test
    void aBanThatCannotBeKeptHoldsAllTheSame() {
        home.history.failWritesWith(new StorageException("full", true, new IllegalStateException()));
        Moderation.Outcome outcome = moderation.impose(Kind.BAN, nickname("bob"), null);

        assertThat(home.get(outcome.kept())).isFalse();
        assertThat(home.refused(tab("bob", HOME, null)).code()).isEqualTo("name-banned");
    }

    @Test
    void aMutedPersonIsRefusedAndNobodyHears() {
        TestSession ada = home.inLobby("ada");
        TestSession bob = home.inLobby("bob");
        moderation.impose(Kind.MUTE, nickname("bob"), HALF_AN_HOUR);

        Refusal refusal = (Refusal) home.say(bob, "hello");
        assertThat(refusal.code()).isEqualTo("muted");
        assertThat(refusal.sentence()).contains("30 minutes from now");
        assertThat(refusal.retryAfter()).isNull();
        assertThat(bob.session().sendDirect("ada", "hello")).isEqualTo(refusal);
        assertThat(bob.session().rename("HELLO")).hasValue(refusal);
        bob.session().typing(RoomName.LOBBY);
        home.settle();
        assertThat(ada.recordingSubscriber().texts()).isEmpty();
        assertThat(ada.recordingSubscriber().heard(RoomEvent.Typing.class)).isEmpty();

        home.say(ada, "bob?");
        assertThat(bob.recordingSubscriber().texts()).containsExactly("bob?");
        home.pass(HALF_AN_HOUR);
        assertThat(home.say(bob, "hello")).isInstanceOf(Receipt.class);
    }

    @Test
    void aMuteSurvivesAReconnect() {
        TestSession bob = home.inLobby("bob");
        moderation.impose(Kind.MUTE, nickname("bob"), null);
        ResumeToken token = bob.session().token().orElseThrow();
        bob.session().close(CloseCause.QUIT);
        home.settle();

        for (TestSession back : List.of(home.inLobbyWith("rob", token), home.inLobby("bob"))) {
            assertThat(((Refusal) home.say(back, "hello")).code()).isEqualTo("muted");
        }
        assertThat(moderation.lift(Kind.MUTE, nickname("bob"), null)).hasSize(1);
        assertThat(home.say(home.inLobby("bob2"), "hello")).isInstanceOf(Receipt.class);
    }

    private static LoginRequest tab(String name, String address, @Nullable ResumeToken token) {
        return LoginRequest.resumable(name, new ClientInfo("browser", "websocket", address), token);
    }

    private static Nickname nickname(String text) {
        return ((NicknamePolicy.Valid) new NicknamePolicy(10).parse(text)).nickname();
    }
}
