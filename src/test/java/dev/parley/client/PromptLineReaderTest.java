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

    @Test
    void lineTypedAtAQuestionContinuesTheLineInProgress() throws Exception {
        Prompt prompt = new Prompt(Prompt.Kind.MESSAGE, "ada> ", List.of());
        promptLineReader.prompt(prompt);
        CompletableFuture<String> answer = line();
        press("half a mess");
        await().untilAsserted(() -> assertThat(output()).contains("half a mess"));
        promptLineReader.prompt(Prompt.question("Reconnect? "));
        press("age typed while lost\r");
        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("age typed while lost");
        promptLineReader.restoreInput("age typed while lost");
        promptLineReader.prompt(prompt);
        CompletableFuture<String> line = line();
        press(" in order\r");

        assertThat(line.get(30, TimeUnit.SECONDS)).isEqualTo("half a message typed while lost in order");
    }

    @Test
    void lineTypedAtAQuestionThatHasGoneStaysBeforeWhatWasTypedSince() throws Exception {
        Prompt prompt = new Prompt(Prompt.Kind.MESSAGE, "ada> ", List.of());
        promptLineReader.prompt(prompt);
        CompletableFuture<String> answer = line();
        press("half a mess");
        await().untilAsserted(() -> assertThat(output()).contains("half a mess"));
        promptLineReader.prompt(Prompt.question("Reconnect? "));
        press("age\r");
        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo("age");
        promptLineReader.prompt(prompt);
        CompletableFuture<String> line = line();
        press(" in order");
        await().untilAsserted(() -> assertThat(output()).contains(" in order"));
        promptLineReader.restoreInput("age");
        press("!\r");

        assertThat(line.get(30, TimeUnit.SECONDS)).isEqualTo("half a message in order!");
    }

    @Test
    void bellIsTheControlCharacter() {
        promptLineReader.ring();

        await().untilAsserted(() -> assertThat(output()).contains("\u0007"));
    }
}
