package dev.parley.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks which texts have a surrogate without its pair. */
class SurrogatesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "tea", "日本", "\ud83d\ude00", "a\ud83d\ude00b"})
    void textWithoutOrWithPairedSurrogatesHasNoUnpairedOne(String text) {
        assertThat(Surrogates.hasUnpaired(text)).isFalse();
    }

    @Test
    void surrogateWithoutItsPairIsFound() {
        String high = "\ud83d";
        String low = "\ude00";

        assertThat(List.of(high, low, "a" + high, high + "a", low + high, high + high + low))
                .allMatch(Surrogates::hasUnpaired);
    }
}
