package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.session.LoginThrottle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Whoever guesses at somebody's token is nobody but himself. */
class GuessingTest {

    private static final String DIGITS = "0123456789abcdef";

    private final QuietHouse home = new QuietHouse();
    private final QuietHouse.Guest ada = home.inLobby("ada");
    private final ResumeToken token = ada.visit().token().orElseThrow();

    /** All that differ from hers in one digit: nobody comes closer. */
    private List<ResumeToken> guesses() {
        List<ResumeToken> guesses = new ArrayList<>();
        String secret = token.secret();
        for (int i = 0; i < secret.length(); i++) {
            for (int d = 0; d < DIGITS.length(); d++) {
                char digit = DIGITS.charAt(d);
                if (digit != secret.charAt(i)) {
                    guesses.add(ResumeToken.parse(secret.substring(0, i) + digit + secret.substring(i + 1))
                            .orElseThrow());
                }
            }
        }
        return guesses;
    }

    /** What a guess comes to: nothing for a second, so that nobody guesses quickly. */
    private <T> T late(CompletionStage<T> stage) {
        assertThat(home.get(stage)).isNull();
        home.pass(LoginThrottle.PAUSE.minusMillis(1));
        assertThat(home.get(stage)).isNull();
        home.pass(Duration.ofMillis(1));
        return home.get(stage);
    }

    private Admission comes(String name, ResumeToken guess) {
        return late(home.house.enter(
                Introduction.resumable(name, new ClientInfo("browser", "websocket", "192.0.2.7"), guess), new Ear()));
    }

    @Test
    void noTokenThatDiffersInOneDigitBringsHerBack() {
        for (ResumeToken guess : guesses()) {
            assertThat(comes("ada", guess))
                    .isInstanceOfSatisfying(
                            Admission.Refused.class,
                            refused -> assertThat(refused.refusal().code()).isEqualTo("name-taken"));
        }
        Visit eve = ((Admission.LoggedIn) comes("eve", guesses().get(0))).visit();

        assertThat(eve.user().id()).isNotEqualTo(ada.visit().user().id());
        assertThat(eve.token().orElseThrow().secret())
                .isNotEqualTo(token.secret())
                .isNotEqualTo(guesses().get(0).secret());
        assertThat(home.say(ada, "still here")).isInstanceOf(Receipt.class);
    }

    @Test
    void noneOpensTheHistory() {
        assertThat(home.get(home.house.knows(token))).isTrue();
        for (ResumeToken guess : guesses()) {
            assertThat(late(home.house.knows(guess))).isFalse();
        }
    }

    @Test
    void whoeverShowsNoTokenOrTheRightOneWaitsForNothing() {
        assertThat(home.browser("bob").visit().token()).isPresent();
        assertThat(home.browser("ada", token).visit().user())
                .isSameAs(ada.visit().user());
    }

    @Test
    void whoIsSlowlyTurnedDownHoldsNoNameMeanwhile() {
        CompletionStage<Admission> guessing = home.house.enter(
                Introduction.resumable(
                        "eve",
                        new ClientInfo("browser", "websocket", "192.0.2.7"),
                        guesses().get(0)),
                new Ear());
        QuietHouse.Guest eve = home.browser("eve");

        assertThat(late(guessing)).isInstanceOf(Admission.Refused.class);
        assertThat(eve.visit().user().nickname().text()).isEqualTo("eve");
    }
}
