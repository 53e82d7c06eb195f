package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.TestChatServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests when a connection of a trusted proxy counts as one without a header, and the detection behind a header. */
class ProxyProtocolDetectionTest {

    private static final Duration HEADER_TIMEOUT = Duration.ofMillis(600);
    private static final Duration REST_OF_GREETING_DELAY = Duration.ofMillis(400);
    private static final Duration INSTANT = Duration.ofMillis(1);
    private static final String PROXY = "192.0.2.10";
    private static final String GREETING = "Welcome to Parley. Your name?\n";
    private static final byte[] HEADER = ProxyHeaders.v2("203.0.113.7");

    private final TestChatServer server = new TestChatServer();
    private final List<RecordingDialect> dialects = OpenPort.dialects(server.chatServer).stream()
            .filter(dialect -> !(dialect instanceof WrongProtocolDialect))
            .map(RecordingDialect::new)
            .toList();
    private TestClient client = connect();

    private TestClient connect() {
        return connectFrom(PROXY);
    }

    private TestClient connectFrom(String address) {
        return TestClient.of(server, dialects, ProxyHeaders.trusting(HEADER_TIMEOUT, PROXY), address);
    }

    private void awaitGreeting() {
        client.advanceTime(HEADER_TIMEOUT);
        client.advanceTime(REST_OF_GREETING_DELAY);
        assertThat(client.received()).isEqualTo(GREETING);
    }

    private List<String> detected() {
        return dialects.stream()
                .flatMap(dialect -> dialect.inputs().stream().map(bytes -> dialect.name() + ": " + bytes))
                .toList();
    }

    @AfterEach
    void assertNoLeaks() {
        client.assertNoLeaks();
    }

    @Test
    void silentClientIsGreetedAfterTheUsualDelay() {
        client.advanceTime(HEADER_TIMEOUT);
        client.advanceTime(REST_OF_GREETING_DELAY.minus(INSTANT));
        assertThat(client.received()).isEmpty();

        client.advanceTime(INSTANT);

        assertThat(client.received()).isEqualTo(GREETING);
    }

    @Test
    void silentClientBehindAHeaderIsGreetedAfterTheUsualDelay() {
        client.send(HEADER);
        client.advanceTime(HEADER_TIMEOUT.plus(REST_OF_GREETING_DELAY).minus(INSTANT));
        assertThat(client.received()).isEmpty();

        client.advanceTime(INSTANT);

        assertThat(client.received()).isEqualTo(GREETING);
    }

    @Test
    void otherBytesAreDetectedAtOnce() {
        client.send("3         bob");

        assertThat(detected()).containsExactly("framed: 3         bob");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P", "PROXY", "\r\n", "\r\n\r\n"})
    void beginningOfASignatureIsInputAfterTheTimeout(String start) {
        client.send(start);
        client.advanceTime(HEADER_TIMEOUT.minus(INSTANT));
        client.send("\n");
        assertThat(client.isClosed()).isFalse();
        client.advanceTime(Duration.ofSeconds(1));

        assertThat(detected()).containsExactly("line: " + start + "\n");
    }

    @Test
    void pauseWithinTheBeginningOfASignatureIsBounded() {
        client.send("PROX");
        client.advanceTime(HEADER_TIMEOUT);
        client.send("imity\n");
        client.advanceTime(Duration.ofSeconds(1));

        assertThat(detected()).containsExactly("line: PROXimity\n");
    }

    @Test
    void beginningOfASignatureIsInputAtTheEndOfInput() {
        client.send("\r\n");
        client.closeOutput();
        List<String> fromProxy = detected();
        client.assertNoLeaks();
        dialects.forEach(recording -> recording.inputs().clear());

        client = connectFrom("192.0.2.11");
        client.send("\r\n");
        client.closeOutput();

        assertThat(detected()).hasSize(1).isEqualTo(fromProxy);
    }

    @Test
    void headerAfterTheGreetingClosesTheConnection() {
        awaitGreeting();

        client.send(HEADER);

        assertThat(client.isClosed()).isTrue();
        assertThat(detected()).isEmpty();
    }

    @Test
    void clientThatWasGreetedMayBeginWithTheLettersOfASignature() {
        awaitGreeting();
        client.send("PROst\n");
        client.advanceTime(Duration.ofSeconds(1));

        assertThat(detected()).containsExactly("line: PROst\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "line|ada\\n",
                "stomp|CONNECT\\naccept-version:1.2\\nlogin:bob\\n\\n\\0",
                "framed|3         bob",
                "turns|bob> hi\\0",
                "handle|bobSEND_HANDLE",
                "named|bob: hello\\n",
            })
    void everyDialectIsDetectedBehindAHeader(String dialect, String escaped) {
        String opening = escaped.replace("\\n", "\n").replace("\\0", "\0");
        String expected = dialect + ": " + opening;
        client.send(ProxyHeaders.before(HEADER, opening));
        client.advanceTime(Duration.ofSeconds(2));
        assertThat(detected()).containsExactly(expected);
        client.assertNoLeaks();
        dialects.forEach(recording -> recording.inputs().clear());

        client = connect();
        client.send(Arrays.copyOf(HEADER, 20));
        client.send(Arrays.copyOfRange(HEADER, 20, HEADER.length));
        client.advanceTime(Duration.ofMillis(30));
        client.send(opening);
        client.advanceTime(Duration.ofSeconds(2));

        assertThat(detected()).containsExactly(expected);
    }

    @Test
    void numberOfThePortIsThatOfTheProxy() {
        client.send(ProxyHeaders.before(ProxyHeaders.v1("TCP4", "203.0.113.7", 9_000), "9000\n"));
        client.send("bob: hello\n".getBytes(UTF_8));
        client.advanceTime(Duration.ofSeconds(2));

        assertThat(detected()).containsExactly("named: bob: hello\n");
    }
}
