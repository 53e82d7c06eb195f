package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.moderation.Sanction.Kind;
import dev.parley.room.QuietHouse.Guest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WardenTest {

    private static final String HOME = "192.0.2.7";
    private static final String ELSEWHERE = "198.51.100.9";
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    private final QuietHouse home = new QuietHouse();
    private final Warden warden = home.house.warden();

    @Test
    void whoIsBannedIsSentOffAndStaysOutByNameTokenAndAddress() {
        Guest bob = home.enter(tab("bob", HOME, null));
        ResumeToken token = bob.visit().token().orElseThrow();

        Warden.Imposed imposed = warden.impose(Kind.BAN, nickname("bob"), HALF_AN_HOUR);

        assertThat(imposed.sentOff()).containsExactly(bob.visit().user());
        assertThat(bob.ear().farewells()).containsExactly("banned");
        assertThat(home.refused(tab("bob", ELSEWHERE, null)).code()).isEqualTo("name-banned");
        assertThat(home.refused(tab("rob", ELSEWHERE, token)).code()).isEqualTo("banned");
        Refusal atHome = home.refused(tab("rob", HOME, null));
        assertThat(atHome.code()).isEqualTo("banned");
        assertThat(atHome.sentence()).contains("until").contains("30 minutes from now");
        assertThat(warden.turnsAway(HOME)).map(Farewell::code).hasValue("banned");
        assertThat(warden.turnsAway(ELSEWHERE)).isEmpty();
        assertThat(home.get(home.house.knows(token))).isFalse();
        home.enter(tab("rob", ELSEWHERE, null));
    }

    @Test
    void aPrivateAddressIsBannedToo() {
        home.enter(tab("bob", "192.168.1.4", null));
        warden.impose(Kind.BAN, nickname("bob"), null);

        assertThat(warden.turnsAway("192.168.1.4")).isPresent();
    }

    @Test
    void namesThatLookLikeABannedOneAreBannedAndNeverGivenOut() {
        warden.impose(Kind.BAN, nickname("bob1"), null);

        assertThat(home.refused(tab("bobl", ELSEWHERE, null)).code()).isEqualTo("name-banned");
        Guest old = home.enter(Introduction.notAsked("bob1", new ClientInfo("terminal", "framed", ELSEWHERE)));
        assertThat(old.visit().user().nickname().text()).isEqualTo("bob12");
        assertThat(old.visit().rename("bob1").orElseThrow().code()).isEqualTo("name-banned");
    }

    @Test
    void anAddressThatOthersComeFromTooIsNotPartOfABanByName() {
        home.enter(tab("bob", HOME, null));
        Guest ada = home.enter(tab("ada", HOME, null));

        Warden.Imposed imposed = warden.impose(Kind.BAN, nickname("bob"), null);

        assertThat(imposed.beside()).containsExactly(ada.visit().user());
        assertThat(imposed.sentOff()).hasSize(1);
        assertThat(warden.turnsAway(HOME)).isEmpty();
        home.enter(tab("cyd", HOME, null));
    }

    @Test
    void thisMachineIsNeverPartOfABanByName() {
        home.netcat("bob");
        warden.impose(Kind.BAN, nickname("bob"), null);

        assertThat(warden.turnsAway("127.0.0.1")).isEmpty();
        home.netcat("cyd");
    }

    @Test
    void aBanOfAnAddressSendsOffEverybodyFromThere() {
        Guest bob = home.enter(tab("bob", HOME, null));
        Guest ada = home.enter(tab("ada", ELSEWHERE, null));

        assertThat(warden.ban(HOME, null).sentOff()).containsExactly(bob.visit().user());
        assertThat(ada.ear().farewells()).isEmpty();
        assertThat(home.refused(tab("cyd", HOME, null)).sentence())
                .isEqualTo("The operator has banned you from this server.");
    }

    @Test
    void leavingInTimeIsNoWayOut() {
        Guest bob = home.enter(tab("bob", HOME, null));
        ResumeToken token = bob.visit().token().orElseThrow();
        bob.visit().end(Ending.QUIT);
        home.settle();

        warden.impose(Kind.BAN, nickname("bob"), null);

        assertThat(home.refused(tab("rob", ELSEWHERE, token)).code()).isEqualTo("banned");
        assertThat(warden.turnsAway(HOME)).isPresent();
    }

    @Test
    void aBanEndsByItselfAndWhenItIsLifted() {
        warden.impose(Kind.BAN, nickname("bob"), HALF_AN_HOUR);
        warden.impose(Kind.BAN, nickname("ada"), null);
        home.pass(HALF_AN_HOUR);

        home.enter(tab("bob", HOME, null));
        assertThat(warden.inForce(Kind.BAN)).hasSize(1);
        assertThat(warden.lift(Kind.BAN, nickname("ADA"), null)).hasSize(1);
        assertThat(warden.lift(Kind.BAN, nickname("ada"), null)).isEmpty();
        home.enter(tab("ada", HOME, null));
    }

    @Test
    void toLiftTheBanOfAnAddressLiftsTheBanByNameThatHoldsForIt() {
        home.enter(tab("bob", HOME, null));
        warden.impose(Kind.BAN, nickname("bob"), null);

        assertThat(warden.lift(Kind.BAN, null, HOME))
                .extracting(Sanction::target)
                .hasSize(1);
        home.enter(tab("bob", HOME, null));
    }

    @Test
    void bansAndMutesHoldAfterARestart() {
        Guest bob = home.inLobby("bob");
        ResumeToken token = bob.visit().token().orElseThrow();
        warden.impose(Kind.MUTE, nickname("bob"), null);
        warden.impose(Kind.BAN, nickname("cyd"), null);
        warden.impose(Kind.BAN, nickname("dee"), null);
        warden.lift(Kind.BAN, nickname("dee"), null);
        home.settle();

        QuietHouse again = new QuietHouse(QuietHouse.RULES, home.history);

        assertThat(again.refused(tab("cyd", ELSEWHERE, null)).code()).isEqualTo("name-banned");
        again.enter(tab("dee", ELSEWHERE, null));
        assertThat(((Refusal) again.say(again.inLobbyWith("rob", token), "hello")).code())
                .isEqualTo("muted");
    }

    @Test
    void aBanThatCannotBeKeptHoldsAllTheSame() {
        home.history.failWritesWith(new StorageException("full", true, new IllegalStateException()));
        Warden.Imposed imposed = warden.impose(Kind.BAN, nickname("bob"), null);

        assertThat(home.get(imposed.kept())).isFalse();
        assertThat(home.refused(tab("bob", HOME, null)).code()).isEqualTo("name-banned");
    }

    @Test
    void aMutedPersonIsRefusedAndNobodyHears() {
        Guest ada = home.inLobby("ada");
        Guest bob = home.inLobby("bob");
        warden.impose(Kind.MUTE, nickname("bob"), HALF_AN_HOUR);

        Refusal refusal = (Refusal) home.say(bob, "hello");
        assertThat(refusal.code()).isEqualTo("muted");
        assertThat(refusal.sentence()).contains("30 minutes from now");
        assertThat(refusal.retryAfter()).isNull();
        assertThat(bob.visit().direct("ada", "hello")).isEqualTo(refusal);
        assertThat(bob.visit().rename("HELLO")).hasValue(refusal);
        bob.visit().typing(RoomName.LOBBY);
        home.settle();
        assertThat(ada.ear().texts()).isEmpty();
        assertThat(ada.ear().heard(RoomEvent.Typing.class)).isEmpty();

        home.say(ada, "bob?");
        assertThat(bob.ear().texts()).containsExactly("bob?");
        home.pass(HALF_AN_HOUR);
        assertThat(home.say(bob, "hello")).isInstanceOf(Receipt.class);
    }

    @Test
    void aMuteSurvivesAReconnect() {
        Guest bob = home.inLobby("bob");
        warden.impose(Kind.MUTE, nickname("bob"), null);
        ResumeToken token = bob.visit().token().orElseThrow();
        bob.visit().end(Ending.QUIT);
        home.settle();

        for (Guest back : List.of(home.inLobbyWith("rob", token), home.inLobby("bob"))) {
            assertThat(((Refusal) home.say(back, "hello")).code()).isEqualTo("muted");
        }
        assertThat(warden.lift(Kind.MUTE, nickname("bob"), null)).hasSize(1);
        assertThat(home.say(home.inLobby("bob2"), "hello")).isInstanceOf(Receipt.class);
    }

    private static Introduction tab(String name, String address, @Nullable ResumeToken token) {
        return Introduction.resumable(name, new ClientInfo("browser", "websocket", address), token);
    }

    private static Nickname nickname(String text) {
        return ((NicknamePolicy.Valid) new NicknamePolicy(10).parse(text)).nickname();
    }
}
