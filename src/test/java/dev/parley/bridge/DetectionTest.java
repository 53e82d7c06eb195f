package dev.parley.bridge;

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
class DetectionTest {

    private static final Duration SHORTLY = Duration.ofMillis(250);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<StandIn> standIns =
            List.of(StandIn.stomp(), StandIn.framed(), StandIn.turns(), StandIn.handle(), StandIn.line());
    private final List<Dialect> dialects = List.of(
            Misdirected.irc(Patience.STANDARD),
            standIns.get(0),
            Misdirected.http(Patience.STANDARD, host -> "http://" + host + ":8080"),
            Misdirected.tls(Patience.STANDARD),
            Misdirected.goodbye(Patience.STANDARD),
            standIns.get(1),
            standIns.get(2),
            standIns.get(3),
            standIns.get(4));
    private Peer peer = peer();

    private Peer peer() {
        return Peer.of(new TestChatServer(), dialects);
    }

    @AfterEach
    void nothingLeaks() {
        peer.leaksNothing();
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
        peer.sends(bytes(known.bytes()));

        assertThat(spoken()).containsExactly(known.dialect() + ": " + known.bytes());
        assertThat(peer.received()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("atOnce")
    void isKnownHoweverItIsCut(Case known) {
        for (int cut = 1; cut < known.bytes().length(); cut++) {
            standIns.forEach(standIn -> standIn.heard().clear());
            peer.leaksNothing();
            peer = peer();
            peer.sends(bytes(known.bytes().substring(0, cut)));
            peer.sends(bytes(known.bytes().substring(cut)));

            assertThat(spoken()).as("cut at %s", cut).containsExactly(known.dialect() + ": " + known.bytes());
        }
    }

    @ParameterizedTest
    @MethodSource("atOnce")
    void isKnownByteByByte(Case known) {
        for (char one : known.bytes().toCharArray()) {
            peer.sends(bytes(String.valueOf(one)));
        }

        assertThat(spoken()).containsExactly(known.dialect() + ": " + known.bytes());
    }

    @ParameterizedTest
    @MethodSource("atOnce")
    void isKnownThroughTelnetsNegotiation(Case known) {
        String half = known.bytes().substring(0, known.bytes().length() / 2);
        peer.sends(bytes("\u00ff\u00fb\u0018" + half + "\u00ff\u00fa\u0018\0xterm\u00ff\u00f0"));
        peer.sends(bytes("\u00ff\u00fd"));
        peer.sends(bytes("\u0001" + known.bytes().substring(half.length())));

        assertThat(spoken()).containsExactly(known.dialect() + ": " + known.bytes());
    }

    @ParameterizedTest
    @MethodSource("atOnce")
    void isKnownAfterTheGreetingToo(Case known) {
        peer.waits(SECOND);
        assertThat(peer.received()).isEqualTo("Hello?\n");

        peer.sends(bytes(known.bytes()));

        assertThat(spoken()).containsExactly(known.dialect() + ": " + known.bytes());
    }

    private record Wrong(String bytes, String answer) {}

    static Stream<Wrong> wrong() {
        String irc = "ERROR :Closing link: this server does not speak IRC. Use nc or telnet on this port.\r\n";
        String http = """
                HTTP/1.1 400 Bad Request\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Length: 72\r
                Connection: close\r
                \r
                This is Parley's terminal port. The page is at http://chat.example:8080
                """;
        return Stream.of(
                new Wrong("NICK ada\r\nUSER ada 0 * :Ada L\r\n", irc),
                new Wrong("CAP LS\r\n", irc),
                new Wrong("CAP REQ\n", irc),
                new Wrong("PASS secret\n", irc),
                new Wrong("USER ada 0 * :Ada L\u00e9\u0085\r\n", irc),
                new Wrong("GET / HTTP/1.1\r\nUser-Agent: x\r\nhost:chat.example:8000\r\n\r\n", http),
                new Wrong(
                        "OPTIONS * HTTP/1.0\nHost: <b>\n\n",
                        http.replace("chat.example", "localhost").replace("72", "69")),
                new Wrong("\u0016\u0003\u0001\u0002\0", ""),
                new Wrong("\\quit", ""));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void theWrongPortIsSaidAndClosed(Wrong wrong) {
        peer.sends(bytes(wrong.bytes()));

        assertThat(peer.received()).isEqualTo(wrong.answer());
        assertThat(peer.isClosed()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void theWrongPortIsSaidByteByByteToo(Wrong wrong) {
        for (char one : wrong.bytes().toCharArray()) {
            peer.sends(bytes(String.valueOf(one)));
        }

        assertThat(peer.received()).isEqualTo(wrong.answer());
        assertThat(peer.isClosed()).isTrue();
    }

    @Test
    void whoNeverEndsItsRequestIsAnsweredAfterASecond() {
        peer.sends("GET / HTTP/1.1\r\nHost: [2001:db8::1]\r\n");
        assertThat(peer.received()).isEmpty();

        peer.waits(SECOND);

        assertThat(peer.received()).endsWith("The page is at http://[2001:db8::1]:8080\n");
        assertThat(peer.isClosed()).isTrue();
    }

    @Test
    void aBareTokenIsAHandleAfterAShortSilence() {
        peer.sends("Jimmy");
        peer.waits(SHORTLY.minusMillis(1));
        assertThat(spoken()).isEmpty();

        peer.waits(Duration.ofMillis(1));

        assertThat(spoken()).containsExactly("handle: Jimmy");
    }

    @Test
    void silenceCountsFromTheLastByte() {
        peer.sends("Jim");
        peer.waits(SHORTLY.minusMillis(1));
        peer.sends("my");
        peer.waits(SHORTLY.minusMillis(1));

        assertThat(spoken()).isEmpty();
    }

    @Test
    void anEmptyTurnIsOneAfterAShortSilence() {
        peer.sends("bob> ");
        assertThat(spoken()).isEmpty();

        peer.waits(SHORTLY);

        assertThat(spoken()).containsExactly("turns: bob> ");
    }

    @Test
    void whoTypesKeyByKeyIsAPersonWhoseLineIsAwaited() {
        peer.sends("a");
        peer.sends("d");
        peer.waits(Duration.ofSeconds(5));
        peer.sends("a");
        assertThat(spoken()).isEmpty();

        peer.sends("\r\n");

        assertThat(spoken()).containsExactly("line: ada\r\n");
        assertThat(peer.received()).isEmpty();
    }

    @Test
    void aFewDigitsAreNoFrameAfterASecond() {
        peer.sends("12 ");
        peer.waits(SECOND);
        peer.sends("x\n");

        assertThat(spoken()).containsExactly("line: 12 x\n");
    }

    @Test
    void aLoneEscapeByteIsNoTlsAfterASecond() {
        peer.sends("\u0016");
        peer.waits(SECOND);

        assertThat(peer.isClosed()).isFalse();
    }

    @Test
    void whoSaysNothingIsGreetedAfterASecondAndNotBefore() {
        peer.waits(SECOND.minusMillis(1));
        assertThat(peer.received()).isEmpty();

        peer.waits(Duration.ofMillis(1));

        assertThat(peer.received()).isEqualTo("Hello?\n");
        assertThat(spoken()).isEmpty();
    }

    @Test
    void whoNegotiatesOnlyIsGreetedToo() {
        peer.sends(bytes("\u00ff\u00fb\u001f"));
        peer.waits(SECOND);

        assertThat(peer.received()).isEqualTo("Hello?\n");
    }

    @Test
    void whoHasSaidSomethingIsNotGreeted() {
        peer.sends("two words");
        peer.waits(Duration.ofSeconds(5));

        assertThat(peer.received()).isEmpty();
    }

    @Test
    void whatIsCutOffBeforeItIsKnownIsClosedWithoutAWord() {
        peer.sends("two words");
        peer.hangsUp();

        assertThat(peer.isClosed()).isTrue();
        assertThat(peer.received()).isEmpty();
    }

    @Test
    void theEndDecidesWhatSilenceWould() {
        peer.sends("bob> ");
        peer.hangsUp();

        assertThat(spoken()).containsExactly("turns: bob> ");
        assertThat(peer.isClosed()).isTrue();
    }

    @Test
    void whoNeverEndsItsFirstLineIsSentOff() {
        peer.sends("x ".repeat(4096));
        assertThat(peer.isClosed()).isFalse();

        peer.sends("x");

        assertThat(peer.isClosed()).isTrue();
        assertThat(peer.received()).startsWith("More than 8 KiB came without an end");
    }

    private List<String> spoken() {
        return standIns.stream()
                .flatMap(dialect -> dialect.heard().stream().map(bytes -> dialect.name() + ": " + bytes))
                .toList();
    }

    private static byte[] bytes(String latin) {
        return latin.getBytes(ISO_8859_1);
    }
}
