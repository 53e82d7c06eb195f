package dev.parley.tcp.dialect.framed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.TestChatServer;
import dev.parley.tcp.DialectTestBase;
import dev.parley.tcp.SplitInput;
import dev.parley.tcp.TestClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests lengths in other headers than that of 10 bytes. */
class LengthHeaderTest extends DialectTestBase {

    private static final Duration SILENCE = Duration.ofMillis(250);

    private static final String WELCOME =
            "Server: You are in lobby. 2 people are here: eve, alice. /help lists the commands.";

    /** A format of {@link String#format} for a decimal length, or the size of a binary one. */
    private record Header(String name, int bytes, String format) {

        byte[] frame(String text) {
            byte[] body = text.getBytes(UTF_8);
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            for (int i = 0; i < bytes && format.length() < 3; i++) {
                frame.write(body.length >>> (8 * (format.equals("BE") ? bytes - 1 - i : i)));
            }
            if (format.length() > 2) {
                frame.writeBytes(String.format(format, body.length).getBytes(UTF_8));
            }
            frame.writeBytes(body);
            return frame.toByteArray();
        }

        String latin(String text) {
            return new String(frame(text), ISO_8859_1);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Header> headers() {
        return Stream.of(
                new Header("2 bytes, big-endian", 2, "BE"),
                new Header("4 bytes, big-endian", 4, "BE"),
                new Header("4 bytes, little-endian", 4, "LE"),
                new Header("3 digits", 3, "%03d"),
                new Header("3 bytes, left", 3, "%-3d"),
                new Header("3 bytes, right", 3, "%3d"),
                new Header("4 digits", 4, "%04d"),
                new Header("4 bytes, left", 4, "%-4d"),
                new Header("4 bytes, right", 4, "%4d"),
                new Header("8 digits", 8, "%08d"),
                new Header("8 bytes, left", 8, "%-8d"),
                new Header("8 bytes, right", 8, "%8d"),
                new Header("64 bytes, left", 64, "%-64d"),
                new Header("64 bytes, right", 64, "%64d"),
                new Header("64 digits", 64, "%064d"));
    }

    private void dialogue(Header header, List<List<String>> pieces) {
        server = new TestChatServer();
        TestChatServer.TestSession eve = server.joinLobby("eve");
        TestClient alice = testClient();
        pieces.forEach(write -> {
            write.forEach(piece -> alice.send(SplitInput.raw(piece)));
            alice.advanceTime(SILENCE);
        });
        server.publish(eve, "hi älice");
        alice.settle();

        assertThat(alice.receivedBytes()).isEqualTo(concatenate(header.frame(WELCOME), header.frame("eve: hi älice")));
        assertThat(published()).containsExactly("alice: häll\u00f6", "alice: own name", "eve: hi älice");
        alice.assertNoLeaks();
    }

    private static byte[] concatenate(byte[] first, byte[] second) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        all.writeBytes(second);
        return all.toByteArray();
    }

    private static List<String> dialogue(Header header) {
        return List.of(header.latin("alice"), header.latin("häll\u00f6"), header.latin("alice: own name"));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void clientIsAnsweredWithItsOwnHeader(Header header) {
        dialogue(header, SplitInput.whole(dialogue(header)));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void dialogueMayBeSplitAnywhere(Header header) {
        SplitInput.everywhere(dialogue(header), pieces -> dialogue(header, pieces));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void dialogueMayArriveAtOnce(Header header) {
        dialogue(header, List.of(List.of(String.join("", dialogue(header)))));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void firstFrameMayContainTheNicknameAndAMessage(Header header) {
        TestClient alice = testClient();
        alice.send(header.frame("alice: hello"));
        alice.send(header.frame("[alice] again"));
        alice.advanceTime(SILENCE);

        assertThat(published()).containsExactly("alice: hello", "alice: again");
    }

    @Test
    void numberOfThePortInTheFirstFrameIsSkipped() {
        Header header = new Header("4 bytes, left", 4, "%-4d");
        TestClient alice = testClient();
        alice.send(header.frame("8000"));
        alice.send(header.frame("alice"));
        alice.send(header.frame("hello"));

        assertThat(published()).containsExactly("alice: hello");
    }

    @Test
    void textThatIsLongerThanTheHeaderAllowsArrivesInSeveralFrames() {
        Header header = new Header("3 digits", 3, "%03d");
        TestClient alice = testClient();
        alice.send(header.frame("alice"));
        alice.send(header.frame("hello"));
        alice.received();
        TestChatServer.TestSession eve = server.joinLobby("eve");
        server.publish(eve, "ä".repeat(500));
        server.publish(eve, "end");
        alice.settle();

        String joined = "Server: eve joined";
        String text = "eve: " + "ä".repeat(497);
        byte[] first = concatenate(header.frame(joined), header.frame(text));
        byte[] rest = concatenate(header.frame("ä".repeat(3)), header.frame("eve: end"));
        assertThat(alice.receivedBytes()).isEqualTo(concatenate(first, rest));
    }

    @Test
    void clientWithoutNewsReceivesAShortReplyAfterTwoSeconds() {
        Header header = new Header("64 bytes, left", 64, "%-64d");
        TestClient alice = testClient();
        alice.send(header.frame("alice"));
        alice.send(header.frame("one"));
        alice.received();
        alice.send(header.frame("two"));
        alice.advanceTime(Duration.ofMillis(1_999));
        assertThat(alice.receivedBytes()).isEmpty();

        alice.advanceTime(Duration.ofMillis(1));

        assertThat(alice.receivedBytes()).isEqualTo(header.frame("Server: ok, 1 here"));
    }

    @Test
    void malformedHeaderIsReportedWithItsSize() {
        Header header = new Header("4 bytes, left", 4, "%-4d");
        TestClient alice = testClient();
        alice.send(header.frame("alice"));
        alice.advanceTime(SILENCE);
        alice.received();
        alice.send("hello");

        assertThat(alice.received()).contains("A frame must begin with its length in 4 bytes, such as “5   ”.");
        assertThat(alice.isClosed()).isTrue();
    }

    @Test
    void javaClientReadsAndWritesModifiedUtf8() throws IOException {
        TestChatServer.TestSession eve = server.joinLobby("eve");
        TestClient alice = testClient();
        alice.send(modifiedUtf8("alice"));
        alice.send(modifiedUtf8("hi 😀"));
        server.publish(eve, "hello 😀");
        alice.settle();

        DataInputStream received = new DataInputStream(new ByteArrayInputStream(alice.receivedBytes()));
        List<String> texts = new ArrayList<>();
        while (received.available() > 0) {
            texts.add(received.readUTF());
        }
        assertThat(texts).containsExactly(WELCOME, "eve: hello 😀");
        assertThat(published()).containsExactly("alice: hi 😀", "eve: hello 😀");
    }

    private static byte[] modifiedUtf8(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new DataOutputStream(bytes).writeUTF(text);
        return bytes.toByteArray();
    }
}
