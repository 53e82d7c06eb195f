package dev.parley.chat.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that a very long typed nickname takes no more time than the allowed length. */
class NicknamePolicyTest {

    private final NicknamePolicy policy = new NicknamePolicy(32);

    @ParameterizedTest
    @ValueSource(strings = {"\u0001", "a", "\u0301", "\uFB01", "\uD83D\uDE42"})
    void nicknameIsMadeFromTheBeginningOfALongText(String unit) {
        String typed = unit.repeat(60_000);
        long began = System.nanoTime();

        for (int i = 0; i < 10; i++) {
            assertThat(policy.nearest(typed)).isNotEmpty();
            assertThat(policy.parse(typed)).isInstanceOf(NicknamePolicy.Invalid.class);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(500));
    }
}
