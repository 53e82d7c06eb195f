package dev.parley.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.people.Origin;
import dev.parley.people.ResumeToken;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void noTokenThatDiffersInOneDigitBringsHerBack() {
        Origin somewhere = new Origin("browser", "websocket", "192.0.2.7");
        for (ResumeToken guess : guesses()) {
            assertThat(home.refused(Introduction.resumable("ada", somewhere, guess))
                            .code())
                    .isEqualTo("name-taken");
        }
        QuietHouse.Guest eve =
                home.enter(Introduction.resumable("eve", somewhere, guesses().get(0)));

        assertThat(eve.visit().person().id()).isNotEqualTo(ada.visit().person().id());
        assertThat(eve.visit().token().orElseThrow().secret())
                .isNotEqualTo(token.secret())
                .isNotEqualTo(guesses().get(0).secret());
        assertThat(home.say(ada, "still here")).isInstanceOf(Receipt.class);
    }

    @Test
    void noneOpensTheHistory() {
        assertThat(home.get(home.house.knows(token))).isTrue();
        for (ResumeToken guess : guesses()) {
            assertThat(home.get(home.house.knows(guess))).isFalse();
        }
    }
}
