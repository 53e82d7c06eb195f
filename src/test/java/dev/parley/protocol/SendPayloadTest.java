package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.stomp.Body;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendPayloadTest {

    private static SendPayload parse(String json) throws MalformedBodyException {
        return SendPayload.parse(Body.of(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void knownFieldsAreReadAndUnknownFieldsAreIgnored() throws MalformedBodyException {
        assertThat(parse("{\"text\":\"hi \\ud83d\\ude42\",\"later\":{\"a\":[1,null]},\"action\":true}"))
                .isEqualTo(new SendPayload("hi 🙂", null, null, null, true, null, null, null, false));
        assertThat(parse(" {\"line\":\"/who\",\"room\":\"lobby\"} "))
                .isEqualTo(new SendPayload(null, "/who", "lobby", null, false, null, null, null, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"text\":1}|The field text must be a string.",
                "{\"text\":true}|The field text must be a string.",
                "{\"text\":1.5}|The field text must be a string.",
                "{\"text\":{\"a\":1}}|The field text must be a string.",
                "{\"room\":[\"lobby\"]}|The field room must be a string.",
                "{\"action\":\"true\"}|The field action must be true or false.",
                "{\"action\":1}|The field action must be true or false.",
                "{\"text\":\"a\\ud83d\"}|The field text contains an unpaired surrogate.",
            })
    void fieldOfTheWrongTypeIsNamed(String json, String sentence) {
        assertThatExceptionOfType(MalformedBodyException.class)
                .isThrownBy(() -> parse(json))
                .withMessage(sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "\"text\"",
                "[]",
                "[{\"text\":\"a\"}]",
                "{\"text\":\"a\"",
                "{\"text\":\"a\"} x",
                "{\"text\":\"a\"}{}",
                "{'text':'a'}",
                "{\"a\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}",
                "{\"a\":{\"b\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]},\"text\":\"a\"}"
            })
    void bodyThatIsNotOneObjectIsRefused(String json) {
        assertThatExceptionOfType(MalformedBodyException.class)
                .isThrownBy(() -> parse(json))
                .withMessage("The body of a SEND must be one JSON object in UTF-8, at most 16 levels deep.");
    }

    @Test
    void missingFieldIsNamed() {
        assertThatExceptionOfType(MalformedBodyException.class)
                .isThrownBy(() -> parse("{\"action\":false}").requiredText())
                .withMessage("The field text is missing.");
        assertThatExceptionOfType(MalformedBodyException.class)
                .isThrownBy(() -> parse("{}").requiredLine())
                .withMessage("The field line is missing.");
    }
}
