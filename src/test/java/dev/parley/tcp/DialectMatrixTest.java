package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the detection of every dialect from its opening, split in every way. */
class DialectMatrixTest extends DetectionTestBase {

    private record Case(String dialect, String bytes) {}

    static Stream<Case> detectedAtOnce() {
        return Stream.of(
                new Case("stomp", "CONNECT\naccept-version:1.2\n\n\0"),
                new Case("stomp", "STOMP\r\n\r\n\0"),
                new Case("framed", "5         alice"),
                new Case("framed", " 11       hello world"),
                new Case("framed", "0000000005alice"),
                new Case("framed", "5" + " ".repeat(63) + "alice"),
                new Case("framed", " ".repeat(63) + "5alice"),
                new Case("framed", "0".repeat(62) + "11hello world"),
                new Case("framed", "0005alice0005hello"),
                new Case("framed", "5   alice5   hello"),
                new Case("framed", "   5alice  11hello world"),
                new Case("framed", "005alice011hello world"),
                new Case("framed", "5  alice5  hello"),
                new Case("framed", "       5alice       5hello"),
                new Case("framed", "5       alice5       hello"),
                new Case("framed", "\0\5alice"),
                new Case("framed", "\0\1a"),
                new Case("framed", "\0\0\0\5alice"),
                new Case("framed", "\5\0\0\0alice"),
                new Case("turns", "bob> hi\0"),
                new Case("turns", "> x"),
                new Case("turns", "Jimmy> hereJimmy> next"),
                new Case("named", "bob: hi\n"),
                new Case("named", "bob: hi\r\n"),
                new Case("named", "bob: hi\0"),
                new Case("named", "bob : hi\n"),
                new Case("named", "[bob] hi\n"),
                new Case("named", "[Bob Smith]: hi\0"),
                new Case("named", "j\u00c3\u00a4n: hi\n"),
                new Case("handle", "bob\0"),
                new Case("handle", "bob\0\0\0\0\0"),
                new Case("handle", "bob\0hello\0"),
                new Case("handle", "JimmySEND_HANDLE"),
                new Case("line", "ada\n"),
                new Case("line", "name: ada\n"),
                new Case("line", "{\"name\": \"ada\"}\n"),
                new Case("line", "10  green bottles\n"),
                new Case("line", "5   ada\n"),
                new Case("line", "004ad\n"),
                new Case("line", "ada:\n"),
                new Case("line", "[12:30] ada: hi\n"),
                new Case("line", "http://chat.example: hi\n"),
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
            reconnect();
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
        assertThat(testClient.received()).isEqualTo(GREETING);

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
                new Misdetected("CAP LS 302\r\n", irc),
                new Misdetected("cap ls 302\r\n", irc),
                new Misdetected("CAP REQ :sasl multi-prefix\r\n", irc),
                new Misdetected("CAP END\r\n", irc),
                new Misdetected("PASS :two words\r\n", irc),
                new Misdetected("pass secret\r\n", irc),
                new Misdetected("nick ada\r\n", irc),
                new Misdetected("NICK ada 1\r\n", irc),
                new Misdetected("user ada 0 * :Ada L\r\n", irc),
                new Misdetected("PROTOCTL NAMESX\r\n", irc),
                new Misdetected("STARTTLS\r\n", irc),
                new Misdetected("AUTHENTICATE PLAIN\r\n", irc),
                new Misdetected("WEBIRC secret gateway host 192.0.2.1\r\n", irc),
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

    static Stream<Case> detectedAfterSilence() {
        return Stream.of(
                new Case("handle", "Jimmy"),
                new Case("handle", "j\u00c3\u00a4n"),
                new Case("handle", "b\0"),
                new Case("named", "bob: hi there"),
                new Case("named", "[bob] hi"),
                new Case("turns", "bob> "),
                new Case("framed", "0005alice"),
                new Case("framed", "005alice"),
                new Case("framed", "5   alice"),
                new Case("framed", "  5alice"),
                new Case("framed", "5       alice"));
    }

    @ParameterizedTest
    @MethodSource("detectedAfterSilence")
    void dialectIsDetectedAfterSilenceWithAnySplitOfTheInput(Case input) {
        for (int cut = 1; cut <= input.bytes().length(); cut++) {
            reconnect();
            testClient.send(bytes(input.bytes().substring(0, cut)));
            testClient.send(bytes(input.bytes().substring(cut)));
            testClient.advanceTime(TOKEN_TIMEOUT);

            assertThat(detected()).as("cut at %s", cut).containsExactly(input.dialect() + ": " + input.bytes());
        }
    }

    @ParameterizedTest
    @MethodSource("detectedAtOnce")
    void dialectIsDetectedOnANickPort(Case input) {
        reconnectToNickPort();
        testClient.send(bytes(input.bytes()));

        assertThat(detected()).containsExactly(input.dialect() + ": " + input.bytes());
    }
}
