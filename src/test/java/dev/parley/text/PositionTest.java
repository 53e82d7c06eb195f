package dev.parley.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

    @Test
    void writtenFormIsParsedBack() {
        Position position = new Position("Ab12", 42);

        assertThat(position).hasToString("Ab12:42");
        assertThat(Position.parse("Ab12:42")).contains(position);
        assertThat(Position.parseWithAnyEpoch("Ab12:42")).contains(position);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Ab12", ":1", "Ab12:", "Ab12:-1", "A b:1", "Ab12:1 ", "Ab12:1234567890123456789"})
    void otherTextIsNoPosition(String text) {
        assertThat(Position.parse(text)).isEmpty();
        assertThat(Position.parseWithAnyEpoch(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-b:1", "a.b:1", "é:1", "a:b:1", "Ab12:01", "123456789012345678901234567890123:1"})
    void epochOfAnotherFormIsParsedForClientsOnly(String text) {
        assertThat(Position.parse(text)).isEmpty();
        assertThat(Position.parseWithAnyEpoch(text)).isPresent();
    }

    @Test
    void sequenceNumberIsNotNegative() {
        assertThatThrownBy(() -> new Position("e", -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
