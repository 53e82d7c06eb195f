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

/** Who speaks what, by the first bytes and by what does not follow them. */
class DialectDetectorTest {

    private static final Duration SHORTLY = Duration.ofMillis(250);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<FakeConnection> fakeConnections = List.of(
            FakeConnection.stomp(),
            FakeConnection.framed(),
            FakeConnection.turns(),
            FakeConnection.handle(),
            FakeConnection.line());
    private final List<Dialect> dialects = List.of(
            WrongProtocolDialect.irc(DetectionTimeouts.STANDARD),
            fakeConnections.get(0),
            WrongProtocolDialect.http(DetectionTimeouts.STANDARD, host -> "http://" + host + ":8080"),
            WrongProtocolDialect.tls(DetectionTimeouts.STANDARD),
            WrongProtocolDialect.disconnecting(DetectionTimeouts.STANDARD),
            fakeConnections.get(1),
            fakeConnections.get(2),
            fakeConnections.get(3),
            fakeConnections.get(4));
    private TestClient testClient = testClient();

    private TestClient testClient() {
        return TestClient.of(new TestChatServer(), dialects);
    }

    @AfterEach
    void nothingLeaks() {
        testClient.leaksNothing();
    }

    private record Case(String dialect, String bytes) {}

    static Stream<Case> atOnce() {
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
    @MethodSource("atOnce")
    void isKnownAtOnce(Case known) {
        testClient.sends(bytes(known.bytes()));

        assertThat(spoken()).containsExactly(known.dialect() + ": " + known.bytes());
        assertThat(testClient.received()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("atOnce")
    void isKnownHoweverItIsCut(Case known) {
        for (int cut = 1; cut < known.bytes().length(); cut++) {
            fakeConnections.forEach(fakeConnection -> fakeConnection.heard().clear());
            testClient.leaksNothing();
            testClient = testClient();
            testClient.sends(bytes(known.bytes().substring(0, cut)));
            testClient.sends(bytes(known.bytes().substring(cut)));

            assertThat(spoken()).as("cut at %s", cut).containsExactly(known.dialect() + ": " + known.bytes());
        }
    }

    @ParameterizedTest
    @MethodSource("atOnce")
    void isKnownByteByByte(Case known) {
        for (char one : known.bytes().toCharArray()) {
            testClient.sends(bytes(String.valueOf(one)));
        }

        assertThat(spoken()).containsExactly(known.dialect() + ": " + known.bytes());
    }

    @ParameterizedTest
    @MethodSource("atOnce")
    void isKnownThroughTelnetsNegotiation(Case known) {
        String half = known.bytes().substring(0, known.bytes().length() / 2);
        testClient.sends(bytes("\u00ff\u00fb\u0018" + half + "\u00ff\u00fa\u0018\0xterm\u00ff\u00f0"));
        testClient.sends(bytes("\u00ff\u00fd"));
        testClient.sends(bytes("\u0001" + known.bytes().substring(half.length())));

        assertThat(spoken()).containsExactly(known.dialect() + ": " + known.bytes());
    }

    @ParameterizedTest
    @MethodSource("atOnce")
    void isKnownAfterTheGreetingToo(Case known) {
        testClient.waits(SECOND);
        assertThat(testClient.received()).isEqualTo("Hello?\n");

        testClient.sends(bytes(known.bytes()));

        assertThat(spoken()).containsExactly(known.dialect() + ": " + known.bytes());
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
    void theWrongPortIsSaidAndClosed(Misdetected misdetected) {
        testClient.sends(bytes(misdetected.bytes()));

        assertThat(testClient.received()).isEqualTo(misdetected.answer());
        assertThat(testClient.isClosed()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("misdetected")
    void theWrongPortIsSaidByteByByteToo(Misdetected misdetected) {
        for (char one : misdetected.bytes().toCharArray()) {
            testClient.sends(bytes(String.valueOf(one)));
        }

        assertThat(testClient.received()).isEqualTo(misdetected.answer());
        assertThat(testClient.isClosed()).isTrue();
    }

    @Test
    void whoNeverEndsItsRequestIsAnsweredAfterASecond() {
        testClient.sends("GET / HTTP/1.1\r\nHost: [2001:db8::1]\r\n");
        assertThat(testClient.received()).isEmpty();

        testClient.waits(SECOND);

        assertThat(testClient.received()).endsWith("The web page is at http://[2001:db8::1]:8080\n");
        assertThat(testClient.isClosed()).isTrue();
    }

    @Test
    void aBareTokenIsAHandleAfterAShortSilence() {
        testClient.sends("Jimmy");
        testClient.waits(SHORTLY.minusMillis(1));
        assertThat(spoken()).isEmpty();

        testClient.waits(Duration.ofMillis(1));

        assertThat(spoken()).containsExactly("handle: Jimmy");
    }

    @Test
    void silenceCountsFromTheLastByte() {
        testClient.sends("Jim");
        testClient.waits(SHORTLY.minusMillis(1));
        testClient.sends("my");
        testClient.waits(SHORTLY.minusMillis(1));

        assertThat(spoken()).isEmpty();
    }

    @Test
    void anEmptyTurnIsOneAfterAShortSilence() {
        testClient.sends("bob> ");
        assertThat(spoken()).isEmpty();

        testClient.waits(SHORTLY);

        assertThat(spoken()).containsExactly("turns: bob> ");
    }

    @Test
    void whoTypesKeyByKeyIsAPersonWhoseLineIsAwaited() {
        testClient.sends("a");
        testClient.sends("d");
        testClient.waits(Duration.ofSeconds(5));
        testClient.sends("a");
        assertThat(spoken()).isEmpty();

        testClient.sends("\r\n");

        assertThat(spoken()).containsExactly("line: ada\r\n");
        assertThat(testClient.received()).isEmpty();
    }

    @Test
    void aFewDigitsAreNoFrameAfterASecond() {
        testClient.sends("12 ");
        testClient.waits(SECOND);
        testClient.sends("x\n");

        assertThat(spoken()).containsExactly("line: 12 x\n");
    }

    @Test
    void aLoneEscapeByteIsNoTlsAfterASecond() {
        testClient.sends("\u0016");
        testClient.waits(SECOND);

        assertThat(testClient.isClosed()).isFalse();
    }

    @Test
    void whoSaysNothingIsGreetedAfterASecondAndNotBefore() {
        testClient.waits(SECOND.minusMillis(1));
        assertThat(testClient.received()).isEmpty();

        testClient.waits(Duration.ofMillis(1));

        assertThat(testClient.received()).isEqualTo("Hello?\n");
        assertThat(spoken()).isEmpty();
    }

    @Test
    void whoNegotiatesOnlyIsGreetedToo() {
        testClient.sends(bytes("\u00ff\u00fb\u001f"));
        testClient.waits(SECOND);

        assertThat(testClient.received()).isEqualTo("Hello?\n");
    }

    @Test
    void whoHasSaidSomethingIsNotGreeted() {
        testClient.sends("two words");
        testClient.waits(Duration.ofSeconds(5));

        assertThat(testClient.received()).isEmpty();
    }

    @Test
    void whatIsCutOffBeforeItIsKnownIsClosedWithoutAWord() {
        testClient.sends("two words");
        testClient.hangsUp();

        assertThat(testClient.isClosed()).isTrue();
        assertThat(testClient.received()).isEmpty();
    }

    @Test
    void theEndDecidesWhatSilenceWould() {
        testClient.sends("bob> ");
        testClient.hangsUp();

        assertThat(spoken()).containsExactly("turns: bob> ");
        assertThat(testClient.isClosed()).isTrue();
    }

    @Test
    void whoNeverEndsItsFirstLineIsSentOff() {
        testClient.sends("x ".repeat(4096));
        assertThat(testClient.isClosed()).isFalse();

        testClient.sends("x");

        assertThat(testClient.isClosed()).isTrue();
        assertThat(testClient.received()).startsWith("Received 8 KiB without the end of a message.");
    }

    private List<String> spoken() {
        return fakeConnections.stream()
                .flatMap(dialect -> dialect.heard().stream().map(bytes -> dialect.name() + ": " + bytes))
                .toList();
    }

    private static byte[] bytes(String latin) {
        return latin.getBytes(ISO_8859_1);
    }
}
