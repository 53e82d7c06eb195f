package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.session.ScriptedStompServer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Checks what the client shows beside the messages: the status line, the bell, and the attempts to reconnect. */
class InteractiveClientScreenTest extends InteractiveClientTestBase {

    private void awaitStatus(String status) throws InterruptedException {
        Prompt prompt = terminal.prompts.poll(TIMEOUT_S, TimeUnit.SECONDS);
        while (prompt != null && !prompt.above().contains(status)) {
            prompt = terminal.prompts.poll(TIMEOUT_S, TimeUnit.SECONDS);
        }
        assertThat(prompt).as(status).isNotNull();
    }

    @Test
    void statusLineFollowsRoomsUnreadMessagesAndUsers() throws Exception {
        startLoggedIn(ClientOptions.ASK);
        awaitStatus("#lobby  1 here");
        type("/join tea");
        awaitStatus("#tea");
        server.publish(1, "bob", "hello", "");
        awaitStatus("#tea  #lobby +1");
        server.publish(2, "bob", "hello @ada", "");
        awaitStatus("#tea  #lobby +2!");
        terminal.awaitLine("bell");
        type("/join lobby");
        awaitStatus("#lobby  1 here");
        server.sendMessage("/topic/rooms/lobby", "{\"type\":\"joined\",\"name\":\"eve\"}");
        awaitStatus("#lobby  2 here");
    }

    @Test
    void statusLineShowsTheAbsenceOfTheUserAlsoAfterAReconnect() throws Exception {
        startLoggedIn(ClientOptions.ASK);
        awaitStatus("#lobby  1 here");
        server.sendMessage("/user/queue/session", "{\"type\":\"rights\",\"operator\":false,\"away\":\"lunch\"}");
        awaitStatus("#lobby  1 here  away: lunch");
        server.closeConnection();
        terminal.awaitPrompt(Prompt.Kind.QUESTION, "(attempt 1 in 4 s)");
        answer("y");
        logIn();
        server.sendMessage("/topic/rooms/lobby", "{\"type\":\"joined\",\"name\":\"eve\"}");
        awaitStatus("#lobby  2 here  away: lunch");
        server.sendMessage("/user/queue/session", "{\"type\":\"rights\",\"operator\":false}");
        awaitStatus("#lobby  2 here");
    }

    @Test
    void bellAndQuietRoomsAreSetByCommands() throws Exception {
        startLoggedIn(ClientOptions.ASK);
        type("/bell");
        terminal.awaitLine("Mentions and direct messages ring the bell.");
        type("/bell loud");
        terminal.awaitLine("Usage: /bell on, /bell mentions or /bell off");
        type("/bell ON");
        terminal.awaitLine("All messages of other users ring the bell.");
        type("/quiet #Lobby off");
        terminal.awaitLine("lobby: all messages count. /bell sets which ring the bell.");
        type("/quiet nothing");
        terminal.awaitLine("lobby: no message counts or rings the bell.");
        awaitStatus("#lobby (quiet)  1 here");
        type("/quiet lobby off");
        terminal.awaitLine("lobby: all messages count. /bell sets which ring the bell.");
        type("/quiet a room");
        terminal.awaitLine(QuietCommand.USAGE);
    }

    @Test
    void eachReasonOfALossIsPrintedOnceAndTheAttemptsCount() throws Exception {
        startLoggedIn(ClientOptions.ASK);
        server.closeConnection();
        terminal.awaitPrompt(Prompt.Kind.QUESTION, "(attempt 1 in 4 s)");
        answer("y");
        terminal.awaitPrompt(Prompt.Kind.QUESTION, "(attempt 1 …)");
        for (int attempt = 2; attempt <= 3; attempt++) {
            server.awaitConnect();
            server.closeConnection();
            terminal.awaitPrompt(Prompt.Kind.QUESTION, "(attempt " + attempt + " in ");
            answer("y");
        }
        logIn();
        terminal.awaitLine("connection");
        terminal.awaitLine("closed the connection before the login");
        assertThat(terminal.lines.poll(TIMEOUT_S, TimeUnit.SECONDS)).isEqualTo("*** Reconnected as ada.");
    }

    @Test
    void typedMessageIsNotPrintedAgainIfTheTerminalKeepsIt() throws Exception {
        terminal.keepsInput = true;
        startLoggedIn(ClientOptions.ASK);
        type("hello");
        ScriptedStompServer.Frame hello = server.awaitMessage();
        server.publish(1, "ada", "hello", hello.header("reference"));
        server.publish(2, "ada", "from another session", "other");
        terminal.awaitLine("You are in lobby.");

        assertThat(terminal.lines.poll(TIMEOUT_S, TimeUnit.SECONDS)).endsWith("<ada> from another session");
    }
}
