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
import org.junit.jupiter.api.io.TempDir;

/** An interactive client with a scripted server and a terminal at which the test types. */
abstract class InteractiveClientTestBase {

    static final int TIMEOUT_S = 30;

    @TempDir
    private Path home;

    final ScriptedStompServer server = new ScriptedStompServer();
    final RecordingTerminal terminal = new RecordingTerminal();
    private final CompletableFuture<Integer> code = new CompletableFuture<>();
    private final ClientEventLoop loop = new ClientEventLoop(code::completeExceptionally);

    @AfterEach
    void close() {
        server.close();
    }

    /** Records the output; the test types. */
    static final class RecordingTerminal implements ClientTerminal {
        final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        final BlockingQueue<Prompt> prompts = new LinkedBlockingQueue<>();
        InputListener listener;
        boolean keepsInput;

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

        void awaitLine(String part) throws InterruptedException {
            String line = lines.poll(TIMEOUT_S, TimeUnit.SECONDS);
            while (line != null && !line.contains(part)) {
                line = lines.poll(TIMEOUT_S, TimeUnit.SECONDS);
            }
            assertThat(line).contains(part);
        }

        void awaitPrompt(Prompt.Kind kind, String part) throws InterruptedException {
            Prompt prompt = prompts.poll(TIMEOUT_S, TimeUnit.SECONDS);
            while (prompt != null && !(prompt.kind() == kind && prompt.text().contains(part))) {
                prompt = prompts.poll(TIMEOUT_S, TimeUnit.SECONDS);
            }
            assertThat(prompt).isNotNull();
        }
    }

    void start(String name, int reconnect) {
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

    void logIn() throws InterruptedException {
        server.awaitConnect();
        server.acceptLogin("ada", 0);
        terminal.awaitPrompt(Prompt.Kind.MESSAGE, "ada");
    }

    void startLoggedIn(int reconnect) throws InterruptedException {
        start("ada", reconnect);
        logIn();
    }

    void type(String line) {
        terminal.listener.typed(Prompt.Kind.MESSAGE, line);
    }

    void answer(String line) {
        terminal.listener.typed(Prompt.Kind.QUESTION, line);
    }

    void confirmLogout() {
        server.sendReceipt(server.await("DISCONNECT"));
    }

    int code() throws Exception {
        return code.get(TIMEOUT_S, TimeUnit.SECONDS);
    }
}
