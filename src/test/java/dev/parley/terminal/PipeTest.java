package dev.parley.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.terminal.session.Login;
import dev.parley.terminal.session.ScriptedServer;
import dev.parley.terminal.session.Since;
import dev.parley.terminal.session.Turns;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipeTest {

    private final ScriptedServer server = new ScriptedServer();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private final Turns turns = new Turns(code::completeExceptionally);

    @AfterEach
    void close() {
        server.close();
    }

    private void start(String input, int count) {
        Plan plan = new Plan(
                server.address(),
                new Login("bot", ""),
                "lobby",
                Since.USUAL,
                0,
                count,
                Duration.ZERO,
                !input.isEmpty());
        Pipe pipe = new Pipe(
                plan,
                false,
                new Wording(ZoneOffset.UTC, Palette.NONE),
                new Pipe.Streams(
                        new ByteArrayInputStream(input.getBytes(UTF_8)),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8)),
                turns,
                code::complete);
        turns.execute(pipe::start);
        server.awaitConnect();
        server.letIn("bot", 0);
    }

    private int code() throws Exception {
        return code.get(30, TimeUnit.SECONDS);
    }

    @Test
    void whoWantsTwoMessagesHearsTwoEvenIfMoreWereSaidAlready() throws Exception {
        start("", 2);
        server.said(1, "bob", "one", "b-1");
        server.said(2, "bob", "two", "b-2");
        server.said(3, "bob", "three", "b-3");
        server.confirms(server.await("DISCONNECT"));

        assertThat(code()).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("14:02 <bob> one\n14:02 <bob> two\n");
    }

    @Test
    void itLeavesOnlyWhenAllIsConfirmed() throws Exception {
        start("one\n\ntwo\n", 0);
        ScriptedServer.Frame one = server.awaitMessage();
        assertThat(one.body()).contains("\"text\":\"one\"");
        server.confirms(one);
        server.confirms(server.awaitMessage());
        server.confirms(server.await("DISCONNECT"));

        assertThat(code()).isZero();
        assertThat(out.toString(UTF_8)).isEmpty();
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void aRefusedLineIsSaidAndRemembered() throws Exception {
        start("one\n", 0);
        server.refuses(server.awaitMessage(), "muted", "You are muted.");
        server.confirms(server.await("DISCONNECT"));

        assertThat(code()).isEqualTo(ExitCode.UNCONFIRMED);
        assertThat(err.toString(UTF_8)).contains("Not sent: You are muted.").contains("one");
    }

    @Test
    void aConnectionLostBeforeAllIsConfirmedIsNotFine() throws Exception {
        start("one\n", 0);
        server.awaitMessage();
        server.hangsUp();

        assertThat(code()).isEqualTo(ExitCode.UNCONFIRMED);
    }

    @Test
    void whoIsSentOffSaysSo() throws Exception {
        start("", 0);
        server.sendsOff("kicked", "Go.", "");

        assertThat(code()).isEqualTo(ExitCode.SENT_OFF);
        assertThat(err.toString(UTF_8)).contains("*** Go.");
    }
}
