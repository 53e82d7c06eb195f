package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.RecordingSubscriber;
import dev.parley.chat.room.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Checks that guessed tokens neither resume a session nor open the history, and are delayed. */
class TokenGuessingTest {

    private static final String DIGITS = "0123456789abcdef";

    private final TestChatServer server = new TestChatServer();
    private final TestChatServer.TestSession ada = server.joinLobby("ada");
    private final ResumeToken token = ada.session().token().orElseThrow();

    /** Returns all tokens that differ from the valid one in one digit. */
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

    /** Checks that there is no result within the delay, and returns the result after it. */
    private <T> T delayed(CompletionStage<T> stage) {
        assertThat(server.get(stage)).isNull();
        server.advanceTime(LoginThrottle.PAUSE.minusMillis(1));
        assertThat(server.get(stage)).isNull();
        server.advanceTime(Duration.ofMillis(1));
        return server.get(stage);
    }

    private LoginResult login(String name, ResumeToken guess) {
        return delayed(server.chatServer.login(
                LoginRequest.resumable(name, new ClientInfo("browser", "websocket", "192.0.2.7"), guess),
                new RecordingSubscriber()));
    }

    @Test
    void tokenThatDiffersInOneDigitDoesNotResumeTheSession() {
        for (ResumeToken guess : guesses()) {
            assertThat(login("ada", guess))
                    .isInstanceOfSatisfying(
                            LoginResult.Refused.class,
                            refused -> assertThat(refused.refusal().code()).isEqualTo("name-taken"));
        }
        Session eve = ((LoginResult.LoggedIn) login("eve", guesses().get(0))).session();

        assertThat(eve.user().id()).isNotEqualTo(ada.session().user().id());
        assertThat(eve.token().orElseThrow().secret())
                .isNotEqualTo(token.secret())
                .isNotEqualTo(guesses().get(0).secret());
        assertThat(server.publish(ada, "still here")).isInstanceOf(Receipt.class);
    }

    @Test
    void guessedTokensAreUnknown() {
        assertThat(server.get(reading(token))).isEmpty();
        for (ResumeToken guess : guesses()) {
            assertThat(delayed(reading(guess))).map(Refusal::code).hasValue("not-let-in");
        }
    }

    private CompletionStage<Optional<Refusal>> reading(ResumeToken shown) {
        return server.chatServer.bearerAuthenticator().check(UserAction.READ_HISTORY, shown, "192.0.2.7");
    }

    @Test
    void loginWithoutTokenOrWithAValidOneIsNotDelayed() {
        assertThat(server.loginBrowser("bob").session().token()).isPresent();
        assertThat(server.loginBrowser("ada", token).session().user())
                .isSameAs(ada.session().user());
    }

    @Test
    void delayedLoginReservesNoNickname() {
        CompletionStage<LoginResult> guessing = server.chatServer.login(
                LoginRequest.resumable(
                        "eve",
                        new ClientInfo("browser", "websocket", "192.0.2.7"),
                        guesses().get(0)),
                new RecordingSubscriber());
        TestChatServer.TestSession eve = server.loginBrowser("eve");

        assertThat(delayed(guessing)).isInstanceOf(LoginResult.Refused.class);
        assertThat(eve.session().user().nickname().text()).isEqualTo("eve");
    }
}
