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

/** Checks the decoding of frames with any split of the input. */
class StompDecoderTest {
    /**
     * Contains characters of two and four bytes, an escape, CR LF, a NUL in a body with content-length, heart-beats, a
     * body without content-length, and frames without bytes between them.
     */
    private static final byte[] DIALOGUE = bytes("\n\r\nSEND\ndestination:/app/rooms/lobby\nreference:a\\cb\n"
            + "from:zoë 🦜\ncontent-length:9\n\nab\0cd\0\0é\0"
            + "\nSUBSCRIBE\r\nid:1\r\ndestination:/topic/rooms/lobby\r\n\r\n\0\r\n\r\n"
            + "SEND\ndestination:/app/rooms/lobby\n\n{\"text\":\"hé\"}\0DISCONNECT\n\n\0\n");

    private static final List<StompInput> DECODED_DIALOGUE = List.of(
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
    void framesInOneReadAreDecodedOneByOne() {
        assertThat(SplitStream.fromClient(StompVersion.V1_2).decode(DIALOGUE).decoded())
                .isEqualTo(DECODED_DIALOGUE);
    }

    @Test
    void streamMayBeSplitAnywhere() {
        for (int cut = 0; cut <= DIALOGUE.length; cut++) {
            SplitStream splitStream = SplitStream.fromClient(StompVersion.V1_2)
                    .decode(DIALOGUE, 0, cut)
                    .decode(DIALOGUE, cut, DIALOGUE.length);
            assertThat(splitStream.decoded()).as("cut at %d", cut).isEqualTo(DECODED_DIALOGUE);
            assertThat(splitStream.error()).isEmpty();
        }
    }

    @Test
    void streamMayArriveByteByByte() {
        assertThat(SplitStream.fromClient(StompVersion.V1_2)
                        .decodeByteByByte(DIALOGUE)
                        .decoded())
                .isEqualTo(DECODED_DIALOGUE);
    }

    @Test
    void directBufferIsSupported() throws MalformedFrameException {
        StompDecoder decoder = new StompDecoder(Peer.CLIENT, FrameLimits.CONNECTED);
        decoder.setVersion(StompVersion.V1_2, FrameLimits.CONNECTED);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(DIALOGUE.length).put(DIALOGUE).flip();
        for (StompInput expected : DECODED_DIALOGUE) {
            assertThat(decoder.decode(direct)).isEqualTo(expected);
        }
        assertThat(decoder.decode(direct)).isNull();
    }

    @Test
    void bytesAfterAFrameStayInTheBuffer() throws MalformedFrameException {
        ByteBuffer chunk = ByteBuffer.wrap(bytes("CONNECT\naccept-version:1.2\n\n\0SEND\nto:a\\cb\n\nhi\0"));
        StompDecoder decoder = new StompDecoder(Peer.CLIENT, FrameLimits.BEFORE_CONNECTED);

        assertThat(decoder.decode(chunk))
                .isEqualTo(new Frame(StompCommand.CONNECT, Headers.of("accept-version", "1.2")));
        decoder.setVersion(StompVersion.V1_2, FrameLimits.CONNECTED);

        assertThat(decoder.decode(chunk))
                .isEqualTo(new Frame(StompCommand.SEND, Headers.of("to", "a:b"), Body.of("hi")));
    }

    @Test
    void versionCannotBeSetWithinAFrame() throws MalformedFrameException {
        StompDecoder decoder = new StompDecoder(Peer.CLIENT, FrameLimits.BEFORE_CONNECTED);
        decoder.decode(ByteBuffer.wrap(bytes("SE")));

        assertThat(decoder.isWithinFrame()).isTrue();
        assertThatIllegalStateException()
                .isThrownBy(() -> decoder.setVersion(StompVersion.V1_2, FrameLimits.CONNECTED));
    }

    @Test
    void decoderHoldsNothingBetweenFrames() {
        assertThat(SplitStream.fromClient(StompVersion.V1_2)
                        .decode(DIALOGUE)
                        .reader()
                        .isWithinFrame())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(StompVersion.class)
    void everyVersionAcceptsCarriageReturnAndLineFeed(StompVersion version) {
        assertThat(SplitStream.fromClient(version)
                        .decode("SEND\r\ndestination:x\r\n\r\nbody\r\n\0")
                        .frame())
                .isEqualTo(new Frame(StompCommand.SEND, Headers.of("destination", "x"), Body.of("body\r\n")));
    }

    @ParameterizedTest
    @EnumSource(StompCommand.class)
    void everyCommandAcceptsCarriageReturnAndLineFeed(StompCommand stompCommand) {
        SplitStream splitStream = stompCommand.sender() == Peer.CLIENT
                ? SplitStream.fromClient(StompVersion.V1_2)
                : SplitStream.fromServer(StompVersion.V1_2);

        assertThat(splitStream.decode(stompCommand + "\r\n\r\n\0").frame())
                .isEqualTo(new Frame(stompCommand, Headers.NONE));
    }

    @Test
    void bodyWithContentLengthMayContainNul() {
        assertThat(SplitStream.fromClient(StompVersion.V1_0)
                        .decode("SEND\ncontent-length:3\n\n\0\0\0\0")
                        .frame()
                        .body())
                .isEqualTo(Body.of(new byte[3]));
    }

    @Test
    void firstOccurrenceOfARepeatedHeaderCounts() {
        Frame frame = SplitStream.fromClient(StompVersion.V1_2)
                .decode("SEND\nfoo:World\nfoo:Hello\ncontent-length:2\ncontent-length:what\n\nhi\0")
                .frame();

        assertThat(frame).isEqualTo(new Frame(StompCommand.SEND, Headers.of("foo", "World"), Body.of("hi")));
    }

    @Test
    void colonsInValuesNeedNoEscapes() {
        assertThat(SplitStream.fromClient(StompVersion.V1_2)
                        .decode("SUBSCRIBE\nafter:epoch:12\n\n\0")
                        .frame()
                        .headers()
                        .get("after"))
                .isEqualTo("epoch:12");
    }

    @Test
    void headerMayHaveAnEmptyValue() {
        assertThat(SplitStream.fromClient(StompVersion.V1_2)
                        .decode("SUBSCRIBE\nid:\n\n\0")
                        .frame()
                        .headers()
                        .get("id"))
                .isEmpty();
    }

    @Test
    void version10IgnoresPadding() {
        assertThat(SplitStream.fromClient(StompVersion.V1_0)
                        .decode("SEND\ndestination: /a b \ncontent-length: 2\n\nhi\0")
                        .frame())
                .isEqualTo(new Frame(StompCommand.SEND, Headers.of("destination", "/a b"), Body.of("hi")));
        assertThat(SplitStream.beforeConnected()
                        .decode("CONNECT\nlogin: ada\npasscode:x\n\n\0")
                        .frame()
                        .headers())
                .isEqualTo(Headers.of("login", "ada", "passcode", "x"));
    }

    @Test
    void laterVersionsKeepSpaces() {
        assertThat(SplitStream.fromClient(StompVersion.V1_1)
                        .decode("SEND\ndestination: /a \n\n\0")
                        .frame()
                        .headers()
                        .get("destination"))
                .isEqualTo(" /a ");
        assertThat(SplitStream.beforeConnected()
                        .decode("CONNECT\naccept-version:1.2\nlogin: ada\n\n\0")
                        .frame()
                        .headers()
                        .get("login"))
                .isEqualTo(" ada");
    }

    @Test
    void superfluousBodyIsIgnoredIn10AndRefusedLater() {
        assertThat(SplitStream.fromClient(StompVersion.V1_0)
                        .decode("SUBSCRIBE\nid:1\n\nignored\0")
                        .frame())
                .isEqualTo(new Frame(StompCommand.SUBSCRIBE, Headers.of("id", "1")));
        assertThat(SplitStream.fromClient(StompVersion.V1_1)
                        .decode("SUBSCRIBE\nid:1\n\nx\0")
                        .error())
                .contains("no body");
        assertThat(SplitStream.fromClient(StompVersion.V1_2)
                        .decode("SUBSCRIBE\ncontent-length:1\n\n")
                        .error())
                .contains("no body");
    }

    @Test
    void clientDecodesFramesOfTheServer() {
        assertThat(SplitStream.fromServer(StompVersion.V1_1)
                        .decode("MESSAGE\nmessage-id:lobby@e\\c1\n\n{}\0")
                        .frame())
                .isEqualTo(new Frame(StompCommand.MESSAGE, Headers.of("message-id", "lobby@e:1"), Body.of("{}")));
        assertThat(SplitStream.fromServer(StompVersion.V1_1)
                        .decode("SEND\n\n\0")
                        .error())
                .contains("A server sends");
    }

    @Test
    void decoderFailsAfterAMalformedFrame() {
        StompDecoder decoder =
                SplitStream.fromClient(StompVersion.V1_2).decode("HELLO\n").reader();

        assertThatThrownBy(() -> decoder.decode(ByteBuffer.wrap(bytes("DISCONNECT\n\n\0"))))
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
    void invalidInputIsRefusedWithASentence(String input) {
        SplitStream splitStream = SplitStream.fromClient(StompVersion.V1_2).decode(input);

        assertThat(splitStream.frames()).isEmpty();
        assertThat(splitStream.error()).endsWith(".").doesNotContain("\n", "dev.parley", "Exception");
    }

    @Test
    void headersMustBeUtf8() {
        byte[] bytes = bytes("SEND\nname:x?\n\n\0");
        bytes[bytes.length - 4] = (byte) 0xff;

        assertThat(SplitStream.fromClient(StompVersion.V1_2).decode(bytes).error())
                .contains("UTF-8");
        assertThat(SplitStream.fromClient(StompVersion.V1_0).decode(bytes).error())
                .contains("UTF-8");
    }

    @Test
    void textOfABodyMustBeUtf8() {
        byte[] bytes = bytes("SEND\n\n?\0");
        bytes[6] = (byte) 0xc3;
        Body body =
                SplitStream.fromClient(StompVersion.V1_2).decode(bytes).frame().body();

        assertThat(body.toByteArray()).containsExactly(0xc3);
        assertThatThrownBy(body::text)
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("UTF-8");
    }
}
