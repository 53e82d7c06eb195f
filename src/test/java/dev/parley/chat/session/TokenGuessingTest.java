package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.RecordingSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Whoever guesses at somebody's token is nobody but himself. */
class TokenGuessingTest {

    private static final String DIGITS = "0123456789abcdef";

    private final TestChatServer home = new TestChatServer();
    private final TestChatServer.TestSession ada = home.inLobby("ada");
    private final ResumeToken token = ada.session().token().orElseThrow();

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

    private LoginResult comes(String name, ResumeToken guess) {
        return late(home.chatServer.login(
                LoginRequest.resumable(name, new ClientInfo("browser", "websocket", "192.0.2.7"), guess),
                new RecordingSubscriber()));
    }

    @Test
    void noTokenThatDiffersInOneDigitBringsHerBack() {
        for (ResumeToken guess : guesses()) {
            assertThat(comes("ada", guess))
                    .isInstanceOfSatisfying(
                            LoginResult.Refused.class,
                            refused -> assertThat(refused.refusal().code()).isEqualTo("name-taken"));
        }
        Session eve = ((LoginResult.LoggedIn) comes("eve", guesses().get(0))).session();

        assertThat(eve.user().id()).isNotEqualTo(ada.session().user().id());
        assertThat(eve.token().orElseThrow().secret())
                .isNotEqualTo(token.secret())
                .isNotEqualTo(guesses().get(0).secret());
        assertThat(home.say(ada, "still here")).isInstanceOf(Receipt.class);
    }

    @Test
    void noneOpensTheHistory() {
        assertThat(home.get(home.chatServer.isKnown(token))).isTrue();
        for (ResumeToken guess : guesses()) {
            assertThat(late(home.chatServer.isKnown(guess))).isFalse();
        }
    }

    @Test
    void whoeverShowsNoTokenOrTheRightOneWaitsForNothing() {
        assertThat(home.browser("bob").session().token()).isPresent();
        assertThat(home.browser("ada", token).session().user())
                .isSameAs(ada.session().user());
    }

    @Test
    void whoIsSlowlyTurnedDownHoldsNoNameMeanwhile() {
        CompletionStage<LoginResult> guessing = home.chatServer.login(
                LoginRequest.resumable(
                        "eve",
                        new ClientInfo("browser", "websocket", "192.0.2.7"),
                        guesses().get(0)),
                new RecordingSubscriber());
        TestChatServer.TestSession eve = home.browser("eve");

        assertThat(late(guessing)).isInstanceOf(LoginResult.Refused.class);
        assertThat(eve.session().user().nickname().text()).isEqualTo("eve");
    }
}
