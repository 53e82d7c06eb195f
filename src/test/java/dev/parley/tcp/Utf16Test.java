package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.TestChatServer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests clients that send and receive UTF-16. */
class Utf16Test extends DialectTestBase {

    private static final Duration SILENCE = Duration.ofMillis(250);
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofMillis(500);
    private static final Duration CHUNK_INTERVAL = Duration.ofMillis(50);

    static Stream<Charset> charsets() {
        return Stream.of(UTF_16LE, UTF_16BE);
    }

    private static String received(TestClient testClient, Charset charset) {
        return new String(testClient.receivedBytes(), charset);
    }

    @ParameterizedTest
    @MethodSource("charsets")
    void piecesAreAnsweredInTheSameEncoding(Charset charset) {
        TestChatServer.TestSession eve = server.joinLobby("eve");
        TestClient bot = testClient();
        bot.send("bot".getBytes(charset));
        bot.advanceTime(SILENCE);
        assertThat(received(bot, charset)).isEqualTo("Server");
        bot.advanceTime(HANDSHAKE_TIMEOUT);
        bot.advanceTime(CHUNK_INTERVAL);
        assertThat(received(bot, charset)).startsWith("Server: You are in lobby.");

        bot.send("größe ÿ 山 😀".getBytes(charset));
        server.publish(eve, "hällo 😀");
        bot.settle();
        bot.advanceTime(CHUNK_INTERVAL);

        assertThat(received(bot, charset)).isEqualTo("eve: hällo 😀");
        assertThat(published()).containsExactly("bot: größe ÿ 山 😀", "eve: hällo 😀");
    }

    @ParameterizedTest
    @MethodSource("charsets")
    void linesAreSplitAnywhere(Charset charset) {
        byte[] input = "bob\r\nhi ÿ 😀\r\n".getBytes(charset);
        for (int cut = 1; cut < input.length; cut++) {
            server = new TestChatServer();
            TestClient bob = testClient();
            for (byte[] piece : List.of(slice(input, 0, cut), slice(input, cut, input.length))) {
                bob.send(piece);
            }

            assertThat(published()).as("cut at %s", cut).containsExactly("bob: hi ÿ 😀");
            assertThat(received(bob, charset))
                    .startsWith("*** You are in lobby.")
                    .endsWith("leaves.\r\n");
        }
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        ByteArrayOutputStream slice = new ByteArrayOutputStream();
        slice.write(bytes, from, to - from);
        return slice.toByteArray();
    }

    @Test
    void byteOrderMarkIsNotATelnetCommand() {
        TestClient bob = testClient();
        bob.send("\uFEFFbob: hi\n".getBytes(UTF_16LE));

        assertThat(published()).containsExactly("bob: hi");
        assertThat(received(bob, UTF_16LE)).startsWith("Server: You are in lobby.");
    }
}
