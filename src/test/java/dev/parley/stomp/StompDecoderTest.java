package dev.parley.stomp;

import static dev.parley.stomp.SplitStream.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StompDecoderTest {
    /**
     * Two-byte and four-byte characters, an escape, CR LF, a NUL inside a counted body, beats, an open body, glued
     * frames.
     */
    private static final byte[] DIALOGUE = bytes("\n\r\nSEND\ndestination:/app/rooms/lobby\nreference:a\\cb\n"
            + "from:zoë 🦜\ncontent-length:9\n\nab\0cd\0\0é\0"
            + "\nSUBSCRIBE\r\nid:1\r\ndestination:/topic/rooms/lobby\r\n\r\n\0\r\n\r\n"
            + "SEND\ndestination:/app/rooms/lobby\n\n{\"text\":\"hé\"}\0DISCONNECT\n\n\0\n");

    private static final List<StompInput> DIALOGUE_MEANS = List.of(
            Heartbeat.EOL,
            Heartbeat.EOL,
            new Frame(
                    StompCommand.SEND,
                    Headers.of("destination", "/app/rooms/lobby", "reference", "a:b", "from", "zoë 🦜"),
                    Body.of("ab\0cd\0\0é")),
            Heartbeat.EOL,
            new Frame(StompCommand.SUBSCRIBE, Headers.of("id", "1", "destination", "/topic/rooms/lobby")),
            Heartbeat.EOL,
            Heartbeat.EOL,
            new Frame(StompCommand.SEND, Headers.of("destination", "/app/rooms/lobby"), Body.of("{\"text\":\"hé\"}")),
            new Frame(StompCommand.DISCONNECT, Headers.NONE),
            Heartbeat.EOL);

    @Test
    void framesGluedTogetherComeOutOneByOne() {
        assertThat(SplitStream.fromClient(StompVersion.V1_2).hear(DIALOGUE).heard())
                .isEqualTo(DIALOGUE_MEANS);
    }

    @Test
    void aStreamCutInTwoAnywhereMeansTheSame() {
        for (int cut = 0; cut <= DIALOGUE.length; cut++) {
            SplitStream splitStream = SplitStream.fromClient(StompVersion.V1_2)
                    .hear(DIALOGUE, 0, cut)
                    .hear(DIALOGUE, cut, DIALOGUE.length);
            assertThat(splitStream.heard()).as("cut at %d", cut).isEqualTo(DIALOGUE_MEANS);
            assertThat(splitStream.refusal()).isEmpty();
        }
    }

    @Test
    void aStreamThatComesByteByByteMeansTheSame() {
        assertThat(SplitStream.fromClient(StompVersion.V1_2)
                        .hearByteByByte(DIALOGUE)
                        .heard())
                .isEqualTo(DIALOGUE_MEANS);
    }

    @Test
    void aStreamInADirectBufferMeansTheSame() throws MalformedFrameException {
        StompDecoder reader = new StompDecoder(Peer.CLIENT, FrameLimits.CONNECTED);
        reader.setVersion(StompVersion.V1_2, FrameLimits.CONNECTED);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(DIALOGUE.length).put(DIALOGUE).flip();
        for (StompInput expected : DIALOGUE_MEANS) {
            assertThat(reader.decode(direct)).isEqualTo(expected);
        }
        assertThat(reader.decode(direct)).isNull();
    }

    @Test
    void whatStandsBehindAFrameStaysInTheBuffer() throws MalformedFrameException {
        ByteBuffer chunk = ByteBuffer.wrap(bytes("CONNECT\naccept-version:1.2\n\n\0SEND\nto:a\\cb\n\nhi\0"));
        StompDecoder reader = new StompDecoder(Peer.CLIENT, FrameLimits.BEFORE_CONNECTED);

        assertThat(reader.decode(chunk))
                .isEqualTo(new Frame(StompCommand.CONNECT, Headers.of("accept-version", "1.2")));
        reader.setVersion(StompVersion.V1_2, FrameLimits.CONNECTED);

        assertThat(reader.decode(chunk))
                .isEqualTo(new Frame(StompCommand.SEND, Headers.of("to", "a:b"), Body.of("hi")));
    }

    @Test
    void aVersionAgreedUponInTheMiddleOfAFrameIsABug() throws MalformedFrameException {
        StompDecoder reader = new StompDecoder(Peer.CLIENT, FrameLimits.BEFORE_CONNECTED);
        reader.decode(ByteBuffer.wrap(bytes("SE")));

        assertThat(reader.isWithinFrame()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> reader.setVersion(StompVersion.V1_2, FrameLimits.CONNECTED));
    }

    @Test
    void betweenFramesNothingIsHeld() {
        assertThat(SplitStream.fromClient(StompVersion.V1_2)
                        .hear(DIALOGUE)
                        .reader()
                        .isWithinFrame())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(StompVersion.class)
    void linesMayEndWithCarriageReturnAndLineFeedInEveryVersion(StompVersion version) {
        assertThat(SplitStream.fromClient(version)
                        .hear("SEND\r\ndestination:x\r\n\r\nbody\r\n\0")
                        .frame())
                .isEqualTo(new Frame(StompCommand.SEND, Headers.of("destination", "x"), Body.of("body\r\n")));
    }

    @ParameterizedTest
    @EnumSource(StompCommand.class)
    void everyCommandMayEndWithCarriageReturnAndLineFeed(StompCommand stompCommand) {
        SplitStream splitStream = stompCommand.sender() == Peer.CLIENT
                ? SplitStream.fromClient(StompVersion.V1_2)
                : SplitStream.fromServer(StompVersion.V1_2);

        assertThat(splitStream.hear(stompCommand + "\r\n\r\n\0").frame())
                .isEqualTo(new Frame(stompCommand, Headers.NONE));
    }

    @Test
    void aNulInsideABodyOfKnownLengthBelongsToIt() {
        assertThat(SplitStream.fromClient(StompVersion.V1_0)
                        .hear("SEND\ncontent-length:3\n\n\0\0\0\0")
                        .frame()
                        .body())
                .isEqualTo(Body.of(new byte[3]));
    }

    @Test
    void theFirstOfARepeatedHeaderCounts() {
        Frame frame = SplitStream.fromClient(StompVersion.V1_2)
                .hear("SEND\nfoo:World\nfoo:Hello\ncontent-length:2\ncontent-length:what\n\nhi\0")
                .frame();

        assertThat(frame).isEqualTo(new Frame(StompCommand.SEND, Headers.of("foo", "World"), Body.of("hi")));
    }

    @Test
    void colonsInValuesNeedNoEscape() {
        assertThat(SplitStream.fromClient(StompVersion.V1_2)
                        .hear("SUBSCRIBE\nafter:epoch:12\n\n\0")
                        .frame()
                        .headers()
                        .get("after"))
                .isEqualTo("epoch:12");
    }

    @Test
    void aHeaderMayHaveAnEmptyValue() {
        assertThat(SplitStream.fromClient(StompVersion.V1_2)
                        .hear("SUBSCRIBE\nid:\n\n\0")
                        .frame()
                        .headers()
                        .get("id"))
                .isEmpty();
    }

    @Test
    void paddingMeansNothingInTheOldestVersion() {
        assertThat(SplitStream.fromClient(StompVersion.V1_0)
                        .hear("SEND\ndestination: /a b \ncontent-length: 2\n\nhi\0")
                        .frame())
                .isEqualTo(new Frame(StompCommand.SEND, Headers.of("destination", "/a b"), Body.of("hi")));
        assertThat(SplitStream.fromStranger()
                        .hear("CONNECT\nlogin: ada\npasscode:x\n\n\0")
                        .frame()
                        .headers())
                .isEqualTo(Headers.of("login", "ada", "passcode", "x"));
    }

    @Test
    void blanksAreKeptInNewerVersions() {
        assertThat(SplitStream.fromClient(StompVersion.V1_1)
                        .hear("SEND\ndestination: /a \n\n\0")
                        .frame()
                        .headers()
                        .get("destination"))
                .isEqualTo(" /a ");
        assertThat(SplitStream.fromStranger()
                        .hear("CONNECT\naccept-version:1.2\nlogin: ada\n\n\0")
                        .frame()
                        .headers()
                        .get("login"))
                .isEqualTo(" ada");
    }

    @Test
    void aBodyWithoutUseIsIgnoredInTheOldestVersionAndRefusedLater() {
        assertThat(SplitStream.fromClient(StompVersion.V1_0)
                        .hear("SUBSCRIBE\nid:1\n\nignored\0")
                        .frame())
                .isEqualTo(new Frame(StompCommand.SUBSCRIBE, Headers.of("id", "1")));
        assertThat(SplitStream.fromClient(StompVersion.V1_1)
                        .hear("SUBSCRIBE\nid:1\n\nx\0")
                        .refusal())
                .contains("no body");
        assertThat(SplitStream.fromClient(StompVersion.V1_2)
                        .hear("SUBSCRIBE\ncontent-length:1\n\n")
                        .refusal())
                .contains("no body");
    }

    @Test
    void aServersFramesAreReadByItsClient() {
        assertThat(SplitStream.fromServer(StompVersion.V1_1)
                        .hear("MESSAGE\nmessage-id:lobby@e\\c1\n\n{}\0")
                        .frame())
                .isEqualTo(new Frame(StompCommand.MESSAGE, Headers.of("message-id", "lobby@e:1"), Body.of("{}")));
        assertThat(SplitStream.fromServer(StompVersion.V1_1).hear("SEND\n\n\0").refusal())
                .contains("A server sends");
    }

    @Test
    void aReaderIsDeadAfterAMalformedFrame() {
        StompDecoder reader =
                SplitStream.fromClient(StompVersion.V1_2).hear("HELLO\n").reader();

        assertThatThrownBy(() -> reader.decode(ByteBuffer.wrap(bytes("DISCONNECT\n\n\0"))))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("not begin with a STOMP command");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HELLO\n",
                "send\n",
                "SEND \n",
                "MESSAGE\n\n\0",
                "GET / HTTP/1.1\r\n",
                "\0",
                " \n",
                "\rSEND\n\n\0",
                "SEND\0",
                "SEND\nreceipt:1\0",
                "SEND\nreceipt\n",
                "SEND\n:value\n",
                "SEND\nre\rceipt:1\n",
                "SEND\ncontent-length:2\n\nabc\0"
            })
    void whatIsNotStompIsRefusedWithASentence(String input) {
        SplitStream splitStream = SplitStream.fromClient(StompVersion.V1_2).hear(input);

        assertThat(splitStream.frames()).isEmpty();
        assertThat(splitStream.refusal()).endsWith(".").doesNotContain("\n", "dev.parley", "Exception");
    }

    @Test
    void headersThatAreNotUtf8AreRefused() {
        byte[] bytes = bytes("SEND\nname:x?\n\n\0");
        bytes[bytes.length - 4] = (byte) 0xff;

        assertThat(SplitStream.fromClient(StompVersion.V1_2).hear(bytes).refusal())
                .contains("UTF-8");
        assertThat(SplitStream.fromClient(StompVersion.V1_0).hear(bytes).refusal())
                .contains("UTF-8");
    }

    @Test
    void aBodyNeedNotBeUtf8ButItsTextMust() {
        byte[] bytes = bytes("SEND\n\n?\0");
        bytes[6] = (byte) 0xc3;
        Body body =
                SplitStream.fromClient(StompVersion.V1_2).hear(bytes).frame().body();

        assertThat(body.toByteArray()).containsExactly(0xc3);
        assertThatThrownBy(body::text)
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("UTF-8");
    }
}
