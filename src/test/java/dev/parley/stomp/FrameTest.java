package dev.parley.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks frames, headers and bodies. */
class FrameTest {
    @Test
    void onlySendMessageAndErrorMayHaveBodies() {
        assertThat(new Frame(StompCommand.ERROR, Headers.NONE, Body.of("why")).body())
                .isEqualTo(Body.of("why"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Frame(StompCommand.RECEIPT, Headers.NONE, Body.of("no")))
                .withMessageContaining("RECEIPT");
    }

    @Test
    void contentLengthHeaderIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Frame(StompCommand.SEND, Headers.of("content-length", "1"), Body.of("x")))
                .withMessageContaining("content-length");
    }

    @Test
    void toStringContainsNeitherSecretsNorMessages() {
        Frame frame = new Frame(StompCommand.SEND, Headers.of("passcode", "s3cret"), Body.of("private"));

        assertThat(frame).hasToString("SEND [passcode] 7 bytes");
    }

    @Test
    void headersKeepTheirOrderAndTheFirstValue() {
        Headers headers = Headers.builder()
                .add("b", "1")
                .add("a", "2")
                .add("b", "3")
                .add("B", "4")
                .build();
        List<String> seen = new ArrayList<>();
        headers.forEach((name, value) -> seen.add(name + value));

        assertThat(seen).containsExactly("b1", "a2", "B4");
        assertThat(headers.size()).isEqualTo(3);
        assertThat(headers.get("c")).isNull();
        assertThat(headers.has("a")).isTrue();
        assertThat(headers)
                .isEqualTo(Headers.of("b", "1", "a", "2", "B", "4"))
                .hasSameHashCodeAs(Headers.of("b", "1", "a", "2", "B", "4"))
                .isNotEqualTo(Headers.of("a", "2", "b", "1", "B", "4"));
    }

    @Test
    void headersRequireNamesAndValues() {
        assertThatIllegalArgumentException().isThrownBy(() -> Headers.of("a"));
        assertThatIllegalArgumentException().isThrownBy(() -> Headers.of("", "b"));
    }

    @Test
    void bodyIsImmutable() {
        byte[] given = {1, 2};
        Body body = Body.of(given);
        given[0] = 9;
        body.toByteArray()[1] = 9;

        assertThat(body.toByteArray()).containsExactly(1, 2);
    }
}
