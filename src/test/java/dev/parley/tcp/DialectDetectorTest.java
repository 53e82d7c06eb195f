package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the detection of the dialect from silences, pauses and the end of the first bytes. */
class DialectDetectorTest extends DetectionTestBase {

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
        testClient.advanceTime(Duration.ofMillis(20));
        testClient.send("my");
        testClient.advanceTime(TOKEN_TIMEOUT.minusMillis(1));
        assertThat(detected()).isEmpty();

        testClient.advanceTime(Duration.ofMillis(1));

        assertThat(detected()).containsExactly("handle: Jimmy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "hello you", "bob: hello"})
    void textAfterAPauseIsNotPartOfTheName(String text) {
        testClient.send("botty");
        testClient.advanceTime(Duration.ofMillis(50));
        testClient.send(text);
        testClient.advanceTime(TOKEN_TIMEOUT);

        assertThat(detected()).containsExactly("handle: botty" + text);
    }

    @ParameterizedTest
    @CsvSource({
        "ada|!, line",
        "ad|a!, line",
        "bob|: hi!, named",
        "bob|> hi!, turns",
        "CAP |LS, ''",
        "5         |alice, framed"
    })
    void dialectIsDetectedWithAPauseInTheOpening(String pieces, String dialect) {
        for (String piece : pieces.replace('!', '\n').split("\\|", 0)) {
            testClient.send(piece);
            testClient.advanceTime(Duration.ofMillis(50));
        }

        String bytes = pieces.replace("|", "").replace('!', '\n');
        assertThat(detected()).isEqualTo(dialect.isEmpty() ? List.of() : List.of(dialect + ": " + bytes));
    }

    @Test
    void incompleteCharacterOfANameIsAwaited() {
        testClient.send(bytes("j\u00c3"));
        testClient.advanceTime(TOKEN_TIMEOUT);
        assertThat(detected()).isEmpty();

        testClient.send(bytes("\u00a4"));
        testClient.advanceTime(TOKEN_TIMEOUT);

        assertThat(detected()).containsExactly("handle: j\u00c3\u00a4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"8000", "8000\n", "8000\r\n", "8000\0"})
    void numberOfThePortIsSkipped(String number) {
        testClient.send(number);
        testClient.advanceTime(Duration.ofMillis(50));
        assertThat(detected()).isEmpty();

        testClient.send("Jimmy");
        testClient.advanceTime(TOKEN_TIMEOUT);

        assertThat(detected()).containsExactly("handle: Jimmy");
    }

    @Test
    void singleLetterIsANameAfterOneSecond() {
        testClient.send("J");
        testClient.advanceTime(SECOND.minusMillis(1));
        assertThat(detected()).isEmpty();

        testClient.advanceTime(Duration.ofMillis(1));

        assertThat(detected()).containsExactly("handle: J");
    }

    @Test
    void shortNumberIsANameAfterOneSecond() {
        testClient.send("007");
        testClient.advanceTime(TOKEN_TIMEOUT);
        assertThat(detected()).isEmpty();

        testClient.advanceTime(SECOND.minus(TOKEN_TIMEOUT));

        assertThat(detected()).containsExactly("handle: 007");
    }

    @Test
    void otherNumberIsAName() {
        testClient.send("8001\n");

        assertThat(detected()).containsExactly("line: 8001\n");
    }

    @Test
    void clientOnANickPortReceivesNickAndItsAnswerIsANickname() {
        reconnectToNickPort();
        testClient.advanceTime(SECOND);
        assertThat(testClient.received()).isEqualTo("NICK");

        testClient.send("Jimmy");
        assertThat(detected()).isEmpty();
        testClient.advanceTime(TOKEN_TIMEOUT);

        assertThat(detected()).containsExactly("named: Jimmy");
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

    @ParameterizedTest
    @CsvSource({"ada!, line", "bob: hi!, named", "[bob] hi!, named", "5 apples!, line", "8000 people!, line"})
    void slowTypistIsNotInterrupted(String keys, String dialect) {
        String typed = keys.replace("!", "\r\n");
        for (int key = 0; key < typed.length(); key++) {
            testClient.advanceTime(Duration.ofMillis(700));
            testClient.send(typed.substring(key, key + 1));
        }

        assertThat(detected()).containsExactly(dialect + ": " + typed);
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

        assertThat(testClient.received()).isEqualTo(GREETING);
        assertThat(detected()).isEmpty();
    }

    @Test
    void clientThatOnlyNegotiatesIsGreeted() {
        testClient.send(bytes("\u00ff\u00fb\u001f"));
        testClient.advanceTime(SECOND);

        assertThat(testClient.received()).isEqualTo("Welcome to Parley. Your name?\r\n");
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
}
