package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.TestChatServer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the detection of the dialect from the first bytes and from silences after them. */
class DialectDetectorTest {

    private static final Duration TOKEN_TIMEOUT = Duration.ofMillis(250);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<RecordingDialect> recordingDialects = List.of(
            RecordingDialect.stomp(),
            RecordingDialect.framed(),
            RecordingDialect.turns(),
            RecordingDialect.handle(),
            RecordingDialect.line());
    private final List<Dialect> dialects = List.of(
            WrongProtocolDialect.irc(DetectionTimeouts.STANDARD),
            recordingDialects.get(0),
            WrongProtocolDialect.http(DetectionTimeouts.STANDARD, host -> "http://" + host + ":8080"),
            WrongProtocolDialect.tls(DetectionTimeouts.STANDARD),
            WrongProtocolDialect.disconnecting(DetectionTimeouts.STANDARD),
            recordingDialects.get(1),
            recordingDialects.get(2),
            recordingDialects.get(3),
            recordingDialects.get(4));
    private TestClient testClient = testClient();

    private TestClient testClient() {
        return TestClient.of(new TestChatServer(), dialects);
    }

    @AfterEach
    void assertNoLeaks() {
        testClient.assertNoLeaks();
    }

    private record Case(String dialect, String bytes) {}

    static Stream<Case> detectedAtOnce() {
        return Stream.of(
                new Case("stomp", "CONNECT\naccept-version:1.2\n\n\0"),
                new Case("stomp", "STOMP\r\n\r\n\0"),
                new Case("framed", "5         alice"),
                new Case("framed", " 11       hello world"),
                new Case("framed", "0000000005alice"),
                new Case("turns", "bob> hi\0"),
                new Case("turns", "> x"),
                new Case("turns", "Jimmy> hereJimmy> next"),
                new Case("line", "ada\n"),
                new Case("line", "ada\r\nhello\r\n"),
                new Case("line", "12345\n"),
                new Case("line", "123456789\n"),
                new Case("line", "CONNECT\nada\n"),
                new Case("line", "NICK\n"),
                new Case("line", "USER me\n"),
                new Case("line", "NICKY\n"),
                new Case("line", "GET lost\n"),
                new Case("line", "two words> no turn\n"),
                new Case("line", "eleven chars> no turn\n"),
                new Case("line", "\\x\n"),
                new Case("line", "\n"));
    }

    @ParameterizedTest
    @MethodSource("detectedAtOnce")
    void dialectIsDetectedFromItsFirstBytes(Case input) {
        testClient.send(bytes(input.bytes()));

        assertThat(detected()).containsExactly(input.dialect() + ": " + input.bytes());
        assertThat(testClient.received()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("detectedAtOnce")
    void dialectIsDetectedWithAnySplitOfTheInput(Case input) {
        for (int cut = 1; cut < input.bytes().length(); cut++) {
            recordingDialects.forEach(
                    recordingDialect -> recordingDialect.inputs().clear());
            testClient.assertNoLeaks();
            testClient = testClient();
            testClient.send(bytes(input.bytes().substring(0, cut)));
            testClient.send(bytes(input.bytes().substring(cut)));

            assertThat(detected()).as("cut at %s", cut).containsExactly(input.dialect() + ": " + input.bytes());
        }
    }

    @ParameterizedTest
    @MethodSource("detectedAtOnce")
    void dialectIsDetectedFromSingleBytes(Case input) {
        for (char character : input.bytes().toCharArray()) {
            testClient.send(bytes(String.valueOf(character)));
        }

        assertThat(detected()).containsExactly(input.dialect() + ": " + input.bytes());
    }

    @ParameterizedTest
    @MethodSource("detectedAtOnce")
    void dialectIsDetectedBehindTelnetNegotiation(Case input) {
        String half = input.bytes().substring(0, input.bytes().length() / 2);
        testClient.send(bytes("\u00ff\u00fb\u0018" + half + "\u00ff\u00fa\u0018\0xterm\u00ff\u00f0"));
        testClient.send(bytes("\u00ff\u00fd"));
        testClient.send(bytes("\u0001" + input.bytes().substring(half.length())));

        assertThat(detected()).containsExactly(input.dialect() + ": " + input.bytes());
    }

    @ParameterizedTest
    @MethodSource("detectedAtOnce")
    void dialectIsDetectedAfterTheGreeting(Case input) {
        testClient.advanceTime(SECOND);
        assertThat(testClient.received()).isEqualTo("Hello?\n");

        testClient.send(bytes(input.bytes()));

        assertThat(detected()).containsExactly(input.dialect() + ": " + input.bytes());
    }

    private record Misdetected(String bytes, String answer) {}

    static Stream<Misdetected> misdetected() {
        String irc = "ERROR :Closing link: this server does not speak IRC. Use nc or telnet on this port.\r\n";
        String http = """
                HTTP/1.1 400 Bad Request\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Length: 71\r
                Connection: close\r
                \r
                This is Parley's TCP port. The web page is at http://chat.example:8080
                """;
        return Stream.of(
                new Misdetected("NICK ada\r\nUSER ada 0 * :Ada L\r\n", irc),
                new Misdetected("CAP LS\r\n", irc),
                new Misdetected("CAP REQ\n", irc),
                new Misdetected("PASS secret\n", irc),
                new Misdetected("USER ada 0 * :Ada L\u00e9\u0085\r\n", irc),
                new Misdetected("GET / HTTP/1.1\r\nUser-Agent: x\r\nhost:chat.example:8000\r\n\r\n", http),
                new Misdetected(
                        "OPTIONS * HTTP/1.0\nHost: <b>\n\n",
                        http.replace("chat.example", "localhost").replace("71", "68")),
                new Misdetected("\u0016\u0003\u0001\u0002\0", ""),
                new Misdetected("\\quit", ""));
    }

    @ParameterizedTest
    @MethodSource("misdetected")
    void wrongProtocolIsAnsweredAndClosed(Misdetected misdetected) {
        testClient.send(bytes(misdetected.bytes()));

        assertThat(testClient.received()).isEqualTo(misdetected.answer());
        assertThat(testClient.isClosed()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("misdetected")
    void wrongProtocolIsAnsweredForSingleBytes(Misdetected misdetected) {
        for (char character : misdetected.bytes().toCharArray()) {
            testClient.send(bytes(String.valueOf(character)));
        }

        assertThat(testClient.received()).isEqualTo(misdetected.answer());
        assertThat(testClient.isClosed()).isTrue();
    }

    @Test
    void incompleteHttpRequestIsAnsweredAfterOneSecond() {
        testClient.send("GET / HTTP/1.1\r\nHost: [2001:db8::1]\r\n");
        assertThat(testClient.received()).isEmpty();

        testClient.advanceTime(SECOND);

        assertThat(testClient.received()).endsWith("The web page is at http://[2001:db8::1]:8080\n");
        assertThat(testClient.isClosed()).isTrue();
    }

    @Test
    void singleWordIsHandleAfterSilence() {
        testClient.send("Jimmy");
        testClient.advanceTime(TOKEN_TIMEOUT.minusMillis(1));
        assertThat(detected()).isEmpty();

        testClient.advanceTime(Duration.ofMillis(1));

        assertThat(detected()).containsExactly("handle: Jimmy");
    }

    @Test
    void silenceIsMeasuredFromTheLastByte() {
        testClient.send("Jim");
        testClient.advanceTime(TOKEN_TIMEOUT.minusMillis(1));
        testClient.send("my");
        testClient.advanceTime(TOKEN_TIMEOUT.minusMillis(1));

        assertThat(detected()).isEmpty();
    }

    @Test
    void emptyTurnIsDetectedAfterSilence() {
        testClient.send("bob> ");
        assertThat(detected()).isEmpty();

        testClient.advanceTime(TOKEN_TIMEOUT);

        assertThat(detected()).containsExactly("turns: bob> ");
    }

    @Test
    void keyByKeyInputWaitsForTheLineEnd() {
        testClient.send("a");
        testClient.send("d");
        testClient.advanceTime(Duration.ofSeconds(5));
        testClient.send("a");
        assertThat(detected()).isEmpty();

        testClient.send("\r\n");

        assertThat(detected()).containsExactly("line: ada\r\n");
        assertThat(testClient.received()).isEmpty();
    }

    @Test
    void shortDigitsAreNotAFrameAfterOneSecond() {
        testClient.send("12 ");
        testClient.advanceTime(SECOND);
        testClient.send("x\n");

        assertThat(detected()).containsExactly("line: 12 x\n");
    }

    @Test
    void singleHandshakeByteIsNotTlsAfterOneSecond() {
        testClient.send("\u0016");
        testClient.advanceTime(SECOND);

        assertThat(testClient.isClosed()).isFalse();
    }

    @Test
    void silentClientIsGreetedAfterOneSecond() {
        testClient.advanceTime(SECOND.minusMillis(1));
        assertThat(testClient.received()).isEmpty();

        testClient.advanceTime(Duration.ofMillis(1));

        assertThat(testClient.received()).isEqualTo("Hello?\n");
        assertThat(detected()).isEmpty();
    }

    @Test
    void clientThatOnlyNegotiatesIsGreeted() {
        testClient.send(bytes("\u00ff\u00fb\u001f"));
        testClient.advanceTime(SECOND);

        assertThat(testClient.received()).isEqualTo("Hello?\n");
    }

    @Test
    void clientThatHasSentBytesIsNotGreeted() {
        testClient.send("two words");
        testClient.advanceTime(Duration.ofSeconds(5));

        assertThat(testClient.received()).isEmpty();
    }

    @Test
    void undetectedInputIsClosedSilentlyAtItsEnd() {
        testClient.send("two words");
        testClient.closeOutput();

        assertThat(testClient.isClosed()).isTrue();
        assertThat(testClient.received()).isEmpty();
    }

    @Test
    void endOfInputDecidesLikeSilence() {
        testClient.send("bob> ");
        testClient.closeOutput();

        assertThat(detected()).containsExactly("turns: bob> ");
        assertThat(testClient.isClosed()).isTrue();
    }

    @Test
    void overlongFirstLineIsDisconnected() {
        testClient.send("x ".repeat(4096));
        assertThat(testClient.isClosed()).isFalse();

        testClient.send("x");

        assertThat(testClient.isClosed()).isTrue();
        assertThat(testClient.received()).startsWith("Received 8 KiB without the end of a message.");
    }

    private List<String> detected() {
        return recordingDialects.stream()
                .flatMap(dialect -> dialect.inputs().stream().map(bytes -> dialect.name() + ": " + bytes))
                .toList();
    }

    private static byte[] bytes(String latin) {
        return latin.getBytes(ISO_8859_1);
    }
}
