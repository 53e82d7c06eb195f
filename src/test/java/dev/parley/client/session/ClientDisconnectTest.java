package dev.parley.client.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.stomp.Body;
import dev.parley.stomp.Frame;
import dev.parley.stomp.Headers;
import dev.parley.stomp.MalformedFrameException;
import dev.parley.stomp.StompCommand;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the time that a server names before a reconnect. */
class ClientDisconnectTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {",\"retryAfterMs\":4200|4200", ",\"retryAfterMs\":-1|0", ",\"retryAfterMs\":\"soon\"|0", "''|0"})
    void timeBeforeAReconnectIsRead(String more, long expectedMs) throws MalformedFrameException {
        String json = "{\"code\":\"shutting-down\",\"sentence\":\"Goodbye.\"" + more + "}";
        Frame error = new Frame(
                StompCommand.ERROR, Headers.of(Headers.MESSAGE, "shutting-down"), Body.of(json.getBytes(UTF_8)));

        ClientDisconnect disconnect = ClientDisconnect.read(error, true);

        assertThat(disconnect.retryAfter()).isEqualTo(Duration.ofMillis(expectedMs));
    }
}
