package dev.parley.tcp.dialect.handle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.TestChatServer;
import dev.parley.tcp.DialectTestBase;
import dev.parley.tcp.SplitInput;
import dev.parley.tcp.TestClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests clients that send a name and then pieces of text, without a handshake. */
class BareClientTest extends DialectTestBase {

    private static final Duration SILENCE = Duration.ofMillis(250);
    private static final Duration HANDSHAKE_GAP = Duration.ofMillis(100);
    private static final Duration CHUNK_INTERVAL = Duration.ofMillis(50);

    private TestClient connectBare(String name) {
        TestClient testClient = testClient();
        testClient.send(name);
        testClient.advanceTime(SILENCE);
        assertThat(testClient.received()).isEqualTo("Server");
        testClient.advanceTime(Duration.ofMillis(500));
        return testClient;
    }

    /** Advances the clock and returns the bytes received. */
    private static String receivedAfter(TestClient testClient, Duration time) {
        testClient.advanceTime(time);
        return testClient.received();
    }

    @Test
    void eachReadOfAClientWithoutHandshakeIsAMessage() {
        TestChatServer.TestSession eve = server.joinLobby("eve");
        TestClient bot = connectBare("bot");
        assertThat(receivedAfter(bot, CHUNK_INTERVAL))
                .isEqualTo("Server: You are in lobby. 2 people are here: eve, bot. /help lists the commands.");

        bot.send("hello you all");
        bot.send("again");
        server.publish(eve, "hi bot");
        bot.settle();

        assertThat(receivedAfter(bot, CHUNK_INTERVAL)).isEqualTo("eve: hi bot");
        assertThat(published()).containsExactly("bot: hello you all", "bot: again", "eve: hi bot");
    }

    @Test
    void lateHandshakeIsAccepted() {
        TestClient jimmy = connectBare("Jimmy");
        jimmy.advanceTime(CHUNK_INTERVAL);
        jimmy.received();
        jimmy.send("SEND_HANDLE");
        assertThat(jimmy.received()).isEqualTo("Server");
        jimmy.advanceTime(HANDSHAKE_GAP);
        jimmy.send("Jimmy> hello");
        jimmy.advanceTime(SILENCE);

        assertThat(published()).containsExactly("Jimmy: hello");
    }

    @Test
    void otherReplyEndsTheHandshakeAtOnce() {
        TestClient bot = testClient();
        bot.send("bot");
        bot.advanceTime(SILENCE);
        bot.send("hello");

        assertThat(published()).containsExactly("bot: hello");
    }

    @Test
    void lateLineEndSwitchesToTheLineDialect() {
        TestClient ada = testClient();
        ada.send("ada");
        ada.advanceTime(SILENCE);
        assertThat(ada.received()).isEqualTo("Server");
        ada.send("\nhello\n");

        assertThat(ada.received()).startsWith("*** You are in lobby.").contains("Type to talk");
        assertThat(published()).containsExactly("ada: hello");
    }

    @Test
    void bareClientThatSendsALineSwitchesToTheLineDialect() {
        TestChatServer.TestSession eve = server.joinLobby("eve");
        TestClient ada = connectBare("ada");
        ada.advanceTime(CHUNK_INTERVAL);
        ada.received();
        ada.send("hello\nyou\n");
        assertThat(ada.received()).isEqualTo("*** Type to talk. /help lists the commands, /quit leaves.\n");

        server.publish(eve, "hi");
        ada.settle();

        assertThat(ada.received()).endsWith("<eve> hi\n");
        assertThat(published()).containsExactly("ada: hello", "ada: you", "eve: hi");
        ada.send("/quit\n");
        assertThat(ada.received()).isEqualTo("*** Goodbye.\n");
        assertThat(server.chatServer.userCount()).isEqualTo(1);
    }

    @Test
    void textSoonAfterTheNameIsAMessage() {
        TestClient bot = testClient();
        bot.send("botty");
        bot.advanceTime(Duration.ofMillis(50));
        bot.send("hello");
        bot.advanceTime(SILENCE);
        bot.advanceTime(CHUNK_INTERVAL);

        assertThat(published()).containsExactly("botty: hello");
        assertThat(bot.received()).startsWith("Server: You are in lobby.");
    }

    @Test
    void lineAfterTheNameIsAMessage() {
        TestClient bot = testClient();
        bot.send("botty");
        bot.advanceTime(SILENCE);
        bot.send("hello\nagain\n");

        assertThat(published()).containsExactly("botty: hello", "botty: again");
    }

    @Test
    void paddedNameAndMessagesAreAnsweredWithANul() {
        TestChatServer.TestSession eve = server.joinLobby("eve");
        TestClient bot = testClient();
        bot.send("bot\0\0\0\0\0\0\0");
        assertThat(bot.received()).isEqualTo("Server\0");
        bot.send("hello\0\0\0\0");
        bot.send("\0\0one\0two\0\0\0");
        bot.advanceTime(CHUNK_INTERVAL);
        assertThat(bot.received()).startsWith("Server: You are in lobby.").endsWith(".\0");

        server.publish(eve, "hi bot");
        bot.settle();
        bot.advanceTime(CHUNK_INTERVAL);
        assertThat(bot.received()).isEqualTo("eve: hi bot\0");
        server.chatServer.disconnectAll();

        assertThat(receivedAfter(bot, CHUNK_INTERVAL))
                .isEqualTo("Server: The operator disconnected all users. You can reconnect.\0");
        assertThat(published()).containsExactly("bot: hello", "bot: one", "bot: two", "eve: hi bot");
    }

    @Test
    void halfACharacterIsCompletedByTheNextRead() {
        TestClient bot = connectBare("bot");
        bot.send(SplitInput.raw("h\u00c3"));
        bot.advanceTime(SILENCE);
        bot.send(SplitInput.raw("\u00a4llo \u00f0\u009f\u0098"));
        bot.send(SplitInput.raw("\u0080"));

        assertThat(published()).containsExactly("bot: hällo 😀");
    }

    @Test
    void textThatIsNotUtf8IsReadAsWindows1252AndReportedOnce() {
        TestClient bot = connectBare("bot");
        bot.advanceTime(CHUNK_INTERVAL);
        bot.received();
        bot.send(SplitInput.raw("f\u00fcr 5 \u0080"));
        bot.send(SplitInput.raw("caf\u00e9"));
        bot.advanceTime(Duration.ofSeconds(1));
        bot.advanceTime(CHUNK_INTERVAL);

        assertThat(published()).containsExactly("bot: für 5 €", "bot: café");
        assertThat(bot.received())
                .isEqualTo("Server: Your client sends text that is not UTF-8. The server reads it as Windows-1252 and"
                        + " sends UTF-8.");
    }

    @Test
    void bareClientWithoutNewsReceivesAShortReplyAfterTwoSeconds() {
        TestClient bot = connectBare("bot");
        bot.advanceTime(CHUNK_INTERVAL);
        bot.received();
        bot.send("one");
        bot.advanceTime(Duration.ofSeconds(2));
        bot.received();
        bot.send("two");
        assertThat(receivedAfter(bot, Duration.ofMillis(1_999))).isEmpty();
        assertThat(receivedAfter(bot, Duration.ofMillis(1))).isEqualTo("Server: ok, 1 here");
        bot.send("three");
        assertThat(receivedAfter(bot, Duration.ofSeconds(2))).isEqualTo("Server: ok, 1 here");

        bot.send("four");
        bot.send("five");
        bot.send("six");

        assertThat(receivedAfter(bot, Duration.ofSeconds(10))).isEmpty();
    }

    @Test
    void ownNameInFrontOfABareMessageIsRemoved() {
        TestClient bot = connectBare("bot");
        bot.send("bot: hello");
        bot.send("[bot] again");

        assertThat(published()).containsExactly("bot: hello", "bot: again");
    }
}
