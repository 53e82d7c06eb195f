package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.session.ClientEventLoop;
import dev.parley.client.session.Login;
import dev.parley.client.session.ScriptedStompServer;
import dev.parley.client.session.SubscribeFrom;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the states of the client from the side of the user and the server. */
class InteractiveClientTest {

    private static final int TIMEOUT_S = 30;

    @TempDir
    private Path home;

    private final ScriptedStompServer server = new ScriptedStompServer();
    private final RecordingTerminal terminal = new RecordingTerminal();
    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private final ClientEventLoop loop = new ClientEventLoop(code::completeExceptionally);

    @AfterEach
    void close() {
        server.close();
    }

    /** Records the output; the test types. */
    private static final class RecordingTerminal implements ClientTerminal {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final BlockingQueue<Prompt> prompts = new LinkedBlockingQueue<>();
        private InputListener listener;
        private boolean keepsInput;

        @Override
        public void open(InputListener inputListener, Completion completion) {
            listener = inputListener;
        }

        @Override
        public void show(String text) {
            lines.add(text);
        }

        @Override
        public void ring() {
            lines.add("bell");
        }

        @Override
        public boolean keepsInput() {
            return keepsInput;
        }

        @Override
        public void prompt(Prompt prompt) {
            prompts.add(prompt);
        }

        @Override
        public void restoreInput(String line) {
            lines.add("restored: " + line);
        }

        @Override
        public void setHistoryFile(Optional<Path> file) {}

        @Override
        public void close() {}

        private void awaitLine(String part) throws InterruptedException {
            String line = lines.poll(TIMEOUT_S, TimeUnit.SECONDS);
            while (line != null && !line.contains(part)) {
                line = lines.poll(TIMEOUT_S, TimeUnit.SECONDS);
            }
            assertThat(line).contains(part);
        }

        private void awaitPrompt(Prompt.Kind kind, String part) throws InterruptedException {
            Prompt prompt = prompts.poll(TIMEOUT_S, TimeUnit.SECONDS);
            while (prompt != null && !(prompt.kind() == kind && prompt.text().contains(part))) {
                prompt = prompts.poll(TIMEOUT_S, TimeUnit.SECONDS);
            }
            assertThat(prompt).isNotNull();
        }
    }

    private void start(String name, int reconnect) {
        ClientOptions options = new ClientOptions(
                server.address(),
                new Login(name, ""),
                "lobby",
                SubscribeFrom.DEFAULT,
                reconnect,
                0,
                Duration.ZERO,
                true,
                Notifications.Bell.MENTIONS);
        InteractiveClient client = new InteractiveClient(
                options,
                terminal,
                new MessageFormatter(ZoneOffset.UTC, AnsiStyle.NONE),
                ConfigDirectory.of(Map.of("XDG_CONFIG_HOME", home.toString()), home.toString()),
                loop,
                code::complete);
        loop.execute(client::start);
    }

    private void logIn() throws InterruptedException {
        server.awaitConnect();
        server.acceptLogin("ada", 0);
        terminal.awaitPrompt(Prompt.Kind.MESSAGE, "ada");
    }

    private void startLoggedIn(int reconnect) throws InterruptedException {
        start("ada", reconnect);
        logIn();
    }

    private void type(String line) {
        terminal.listener.typed(Prompt.Kind.MESSAGE, line);
    }

    private void answer(String line) {
        terminal.listener.typed(Prompt.Kind.QUESTION, line);
    }

    private void confirmLogout() {
        server.sendReceipt(server.await("DISCONNECT"));
    }

    private int code() throws Exception {
        return code.get(TIMEOUT_S, TimeUnit.SECONDS);
    }

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
    void bellAndQuietRoomsAreSetByCommands() throws Exception {
        startLoggedIn(ClientOptions.ASK);
        type("/bell");
        terminal.awaitLine("Mentions and direct messages ring the bell.");
        type("/bell loud");
        terminal.awaitLine("Usage: /bell on, /bell mentions or /bell off");
        type("/bell ON");
        terminal.awaitLine("All messages of other users ring the bell.");
        type("/quiet #Lobby off");
        terminal.awaitLine("lobby is not quiet.");
        type("/quiet");
        terminal.awaitLine(
                "lobby is quiet: its messages ring no bell and are not counted. /quiet lobby off ends that.");
        type("/quiet lobby off");
        terminal.awaitLine("lobby is not quiet any more.");
        type("/quiet a room");
        terminal.awaitLine("A room");
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
