package dev.parley.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.session.ClientEventLoop;
import dev.parley.client.session.Login;
import dev.parley.client.session.ScriptedStompServer;
import dev.parley.client.session.SubscribeFrom;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipeClientTest {

    private final ScriptedStompServer server = new ScriptedStompServer();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private final ClientEventLoop clientEventLoop = new ClientEventLoop(code::completeExceptionally);

    @AfterEach
    void close() {
        server.close();
    }

    private void start(String input, int count) {
        start(input, count, false);
    }

    private void start(String input, int count, boolean json) {
        ClientOptions clientOptions = new ClientOptions(
                server.address(),
                new Login("bot", ""),
                "lobby",
                SubscribeFrom.DEFAULT,
                0,
                count,
                Duration.ZERO,
                !input.isEmpty(),
                Notifications.Bell.OFF);
        PipeClient pipeClient = new PipeClient(
                clientOptions,
                json,
                new MessageFormatter(ZoneOffset.UTC, AnsiStyle.NONE),
                new PipeClient.Streams(
                        new ByteArrayInputStream(input.getBytes(UTF_8)),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8)),
                clientEventLoop,
                code::complete);
        clientEventLoop.execute(pipeClient::start);
        server.awaitConnect();
        server.acceptLogin("bot", 0);
    }

    private int code() throws Exception {
        return code.get(30, TimeUnit.SECONDS);
    }

    private static String said(String at, String text) {
        return """
                {"type":"said","seq":1,"epoch":"e","reference":"b-1","from":"bob","via":"page","text":"%s","at":"%s"}""".formatted(text, at);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+1000000000-12-31T23:59:59.999999999Z",
                "-1000000000-01-01T00:00:00Z",
                "9999-12-31T23:59:59Z",
                "yesterday"
            })
    void messageWithATimeBeyondTheCalendarIsPrinted(String at) throws Exception {
        start("", 1, false);
        server.sendMessage("/topic/rooms/lobby", said(at, "late"));
        server.sendReceipt(server.await("DISCONNECT"));

        assertThat(code()).isZero();
        assertThat(out.toString(UTF_8)).contains("<bob> late");
    }

    @Test
    void jsonContainsNoCharacterThatATerminalExecutes() throws Exception {
        start("", 1, true);
        server.sendMessage("/topic/rooms/lobby", said("2026-11-20T14:02:00Z", "a\u009b2J\u202eb\u007f é"));
        server.sendReceipt(server.await("DISCONNECT"));

        assertThat(code()).isZero();
        assertThat(out.toString(UTF_8)).contains("a\\u009b2J\\u202eb\\u007f é");
    }

    @Test
    void clientPrintsExactlyTheRequestedNumberOfMessages() throws Exception {
        start("", 2);
        server.publish(1, "bob", "one", "b-1");
        server.publish(2, "bob", "two", "b-2");
        server.publish(3, "bob", "three", "b-3");
        server.sendReceipt(server.await("DISCONNECT"));

        assertThat(code()).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("14:02 <bob> one\n14:02 <bob> two\n");
    }

    @Test
    void clientDisconnectsAfterAllMessagesAreConfirmed() throws Exception {
        start("\ufeffone\n\n \u200b\ntwo\n", 0);
        ScriptedStompServer.Frame one = server.awaitMessage();
        assertThat(one.body()).contains("\"text\":\"one\"");
        server.sendReceipt(one);
        server.sendReceipt(server.awaitMessage());
        server.sendReceipt(server.await("DISCONNECT"));

        assertThat(code()).isZero();
        assertThat(out.toString(UTF_8)).isEmpty();
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void refusedLineIsPrintedAndSetsTheExitCode() throws Exception {
        start("one\n", 0);
        server.refuse(server.awaitMessage(), "muted", "You are muted.");
        server.sendReceipt(server.await("DISCONNECT"));

        assertThat(code()).isEqualTo(ExitCode.UNCONFIRMED);
        assertThat(err.toString(UTF_8)).contains("Not sent: You are muted.").contains("one");
    }

    @Test
    void connectionLostBeforeConfirmationSetsTheExitCode() throws Exception {
        start("one\n", 0);
        server.awaitMessage();
        server.closeConnection();

        assertThat(code()).isEqualTo(ExitCode.UNCONFIRMED);
    }

    @Test
    void disconnectByTheServerIsPrintedAndSetsTheExitCode() throws Exception {
        start("", 0);
        server.sendErrorAndClose("kicked", "Go.", "");

        assertThat(code()).isEqualTo(ExitCode.REMOVED);
        assertThat(err.toString(UTF_8)).contains("*** Go.");
    }
}
