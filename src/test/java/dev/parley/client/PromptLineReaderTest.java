package dev.parley.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jline.reader.LineReader;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PromptLineReaderTest {

    private final PipedOutputStream keyboard = new PipedOutputStream();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private Terminal terminal;
    private PromptLineReader promptLineReader;

    @BeforeEach
    void open() throws IOException {
        terminal = TerminalBuilder.builder()
                .system(false)
                .streams(new PipedInputStream(keyboard), screen)
                .type("xterm")
                .encoding(UTF_8)
                .build();
        terminal.setSize(Size.of(80, 24));
        promptLineReader = new PromptLineReader(terminal, new Completion(() -> Completion.Known.EMPTY));
    }

    @AfterEach
    void close() throws IOException {
        terminal.close();
    }

    /** Runs an action at the latest moment before the editor begins to read a line. */
    private void runBeforeReadingALine(Runnable action) {
        promptLineReader.setHistory(new DefaultHistory() {
            private boolean done;

            @Override
            public void attach(LineReader reader) {
                super.attach(reader);
                if (!done && reader == promptLineReader) {
                    done = true;
                    action.run();
                }
            }
        });
    }

    private CompletableFuture<String> line() {
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread typing = new Thread(() -> line.complete(promptLineReader.line()), "typing");
        typing.setDaemon(true);
        typing.start();
        return line;
    }

    private void press(String keys) throws IOException {
        keyboard.write(keys.getBytes(UTF_8));
        keyboard.flush();
    }

    private String output() {
        return screen.toString(UTF_8);
    }

    @Test
    void promptSetWhileALineBeginsIsShown() throws Exception {
        runBeforeReadingALine(() -> promptLineReader.prompt(new Prompt(Prompt.Kind.MESSAGE, "ada> ", List.of())));
        CompletableFuture<String> line = line();

        await().untilAsserted(() -> assertThat(output()).contains("ada>"));
        press("hello\r");
        assertThat(line.get(30, TimeUnit.SECONDS)).isEqualTo("hello");
    }

    @Test
    void inputRestoredWhileALineBeginsIsKept() throws Exception {
        promptLineReader.prompt(new Prompt(Prompt.Kind.MESSAGE, "ada> ", List.of()));
        runBeforeReadingALine(() -> promptLineReader.restoreInput("not sent"));
        CompletableFuture<String> line = line();

        await().untilAsserted(() -> assertThat(output()).contains("not sent"));
        press("!\r");
        assertThat(line.get(30, TimeUnit.SECONDS)).isEqualTo("not sent!");
    }

    @Test
    void typedInputIsKeptDuringAQuestion() throws Exception {
        promptLineReader.prompt(new Prompt(Prompt.Kind.MESSAGE, "ada> ", List.of()));
        CompletableFuture<String> answer = line();
        press("half");
        await().untilAsserted(() -> assertThat(output()).contains("half"));
        promptLineReader.prompt(Prompt.question("Reconnect? "));
        press("y\r");
        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("y");
        assertThat(promptLineReader.finished()).isEqualTo(Prompt.Kind.QUESTION);
        promptLineReader.prompt(new Prompt(Prompt.Kind.MESSAGE, "ada> ", List.of()));
        CompletableFuture<String> line = line();
        press(" done\r");

        assertThat(line.get(30, TimeUnit.SECONDS)).isEqualTo("half done");
    }
}
