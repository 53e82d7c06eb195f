package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.session.ScriptedStompServer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Checks the states of the client from the side of the user and the server. */
class InteractiveClientTest extends InteractiveClientTestBase {

    @Test
    void nicknameIsAskedForUntilTheServerAcceptsIt() throws Exception {
        start("", ClientOptions.ASK);
        terminal.awaitPrompt(Prompt.Kind.QUESTION, "Your name?");
        answer("  ");
        answer("bob");
        assertThat(server.awaitConnect().header("login")).isEqualTo("bob");
        server.sendErrorAndClose("name-taken", "Taken.", ",\"suggestions\":[\"bob2\"]");
        terminal.awaitLine("Available: bob2.");
        terminal.awaitPrompt(Prompt.Kind.QUESTION, "Your name?");
        answer("ada");
        logIn();
        terminal.listener.ended();
        confirmLogout();
        assertThat(code()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void serverThatIsUnreachableAtFirstEndsTheClient() throws Exception {
        start("ada", ClientOptions.ASK);
        server.awaitConnect();
        server.closeConnection();
        assertThat(code()).isEqualTo(ExitCode.UNREACHABLE);
    }

    @Test
    void lostConnectionIsOpenedAgainAfterTheAnswerYes() throws Exception {
        startLoggedIn(ClientOptions.ASK);
        server.closeConnection();
        terminal.awaitPrompt(Prompt.Kind.QUESTION, "Reconnect?");
        answer("half a line");
        terminal.awaitLine("restored: half a line");
        logIn();
        terminal.awaitLine("Reconnected as ada.");
    }

    @Test
    void userOfARemovedRoomIsInTheLobbyAndCanJoinTheRoomAgain() throws Exception {
        startLoggedIn(ClientOptions.ASK);
        String tea = "/topic/rooms/tea";
        String welcome = "{\"type\":\"welcome\",\"room\":\"tea\",\"topic\":\"\",\"position\":\"e:0\",\"head\":\"e:0\","
                + "\"recovered\":true,\"people\":{\"count\":1,\"first\":[]}}";
        type("/join tea");
        server.await("SUBSCRIBE", tea);
        server.sendMessage(tea, welcome);
        terminal.awaitLine("You are in tea.");

        server.sendMessage(tea, "{\"type\":\"removed\",\"room\":\"tea\"}");

        terminal.awaitLine("The operator removed the room tea.");
        type("hello");
        assertThat(server.awaitMessage().header("destination")).isEqualTo("/app/rooms/lobby");
        type("/join tea");
        server.await("SUBSCRIBE", tea);
        server.sendMessage(tea, welcome);
        terminal.awaitLine("You are in tea.");
    }

    @Test
    void noEndsTheClientWhileItReconnects() throws Exception {
        startLoggedIn(ClientOptions.ASK);
        server.closeConnection();
        terminal.awaitPrompt(Prompt.Kind.QUESTION, "Reconnect?");
        answer("y");
        server.awaitConnect();
        answer("n");
        assertThat(code()).isEqualTo(ExitCode.LOST);
    }

    @Test
    void endOfInputWhileTheQuestionIsAskedMeansLost() throws Exception {
        startLoggedIn(ClientOptions.ASK);
        server.closeConnection();
        terminal.awaitPrompt(Prompt.Kind.QUESTION, "Reconnect?");
        terminal.listener.ended();
        assertThat(code()).isEqualTo(ExitCode.LOST);
    }

    @Test
    void clientExitsAfterTheLastAttempt() throws Exception {
        startLoggedIn(0);
        server.closeConnection();
        assertThat(code()).isEqualTo(ExitCode.LOST);
    }

    @Test
    void quitAsksWhetherToLogInAgain() throws Exception {
        startLoggedIn(ClientOptions.ASK);
        type("/quit");
        confirmLogout();
        terminal.awaitPrompt(Prompt.Kind.QUESTION, "Reconnect? [y/N]");
        answer("y");
        logIn();
        type("/quit");
        confirmLogout();
        terminal.awaitPrompt(Prompt.Kind.QUESTION, "Reconnect? [y/N]");
        answer("");
        assertThat(code()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void clientStaysOfflineUntilReconnect() throws Exception {
        startLoggedIn(ClientOptions.ASK);
        type("/server leave");
        confirmLogout();
        terminal.awaitLine("/reconnect connects again");
        type("/nick eve");
        terminal.awaitLine("You are not connected.");
        type("/reconnect");
        logIn();
        terminal.awaitLine("Reconnected as ada.");
    }

    @Test
    void commandsThatConnectAreRejectedDuringTheLogout() throws Exception {
        startLoggedIn(ClientOptions.ASK);
        type("/server leave");
        server.await("DISCONNECT");
        for (String command : new String[] {"/reconnect", "/quit", "/server leave"}) {
            type(command);
            terminal.awaitLine("The client is disconnecting.");
        }
        server.closeConnection();
        terminal.awaitLine("/reconnect connects again");
    }

    @Test
    void reconnectWhileLoggedInOpensANewConnection() throws Exception {
        startLoggedIn(ClientOptions.ASK);
        type("/reconnect");
        logIn();
        terminal.awaitLine("Reconnected as ada.");
    }

    @Test
    void kickedUserIsNotReconnected() throws Exception {
        startLoggedIn(ClientOptions.ASK);
        server.sendErrorAndClose("kicked", "Go.", "");
        terminal.awaitLine("Go.");
        assertThat(code()).isEqualTo(ExitCode.REMOVED);
    }

    @Test
    void exitWaitsForPendingMessages() throws Exception {
        startLoggedIn(ClientOptions.ASK);
        type("hello");
        ScriptedStompServer.Frame hello = server.awaitMessage();
        terminal.listener.ended();
        type("/quit");
        terminal.awaitLine("The client is disconnecting.");
        server.sendReceipt(hello);
        confirmLogout();
        assertThat(code()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void connectionLostDuringTheExitLeavesMessagesUnconfirmed() throws Exception {
        startLoggedIn(ClientOptions.ASK);
        type("hello");
        server.awaitMessage();
        terminal.listener.ended();
        type("/quit");
        terminal.awaitLine("The client is disconnecting.");
        server.closeConnection();
        assertThat(code()).isEqualTo(ExitCode.UNCONFIRMED);
    }

    @Test
    void exitDuringTheLogoutDoesNotWaitForIt() throws Exception {
        startLoggedIn(ClientOptions.ASK);
        type("/quit");
        server.await("DISCONNECT");
        terminal.listener.ended();
        assertThat(code()).isEqualTo(ExitCode.SUCCESS);
    }

    @Test
    void secondInterruptEndsTheClient() throws Exception {
        startLoggedIn(ClientOptions.ASK);
        terminal.listener.interrupted(false);
        terminal.awaitLine("Press Ctrl+C again to quit.");
        terminal.listener.interrupted(false);
        confirmLogout();
        assertThat(code()).isEqualTo(ExitCode.INTERRUPTED);
    }

    @Test
    void pendingMessageIsShownAboveThePromptUntilItIsStored() throws Exception {
        startLoggedIn(ClientOptions.ASK);
        type("hello");
        ScriptedStompServer.Frame hello = server.awaitMessage();
        Prompt prompt = terminal.prompts.poll(TIMEOUT_S, TimeUnit.SECONDS);
        while (prompt != null && prompt.above().isEmpty()) {
            prompt = terminal.prompts.poll(TIMEOUT_S, TimeUnit.SECONDS);
        }
        assertThat(prompt).isNotNull();
        server.sendReceipt(hello);
        terminal.awaitPrompt(Prompt.Kind.MESSAGE, "ada");
    }
}
