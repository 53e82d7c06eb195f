package dev.parley.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks the console on a simulated terminal. */
class JLineConsoleTest {

    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";

    private final PipedOutputStream keyboard = new PipedOutputStream();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private JLineConsole console;

    @BeforeEach
    void open() throws IOException {
        Terminal terminal = TerminalBuilder.builder()
                .system(false)
                .streams(new PipedInputStream(keyboard), output)
                .type("xterm")
                .encoding(UTF_8)
                .build();
        console = new JLineConsole(terminal);
    }

    @AfterEach
    void close() {
        console.close();
    }

    @Test
    void lineIsReadAsTypedIncludingQuotesAndBackslashes() throws Exception {
        CompletableFuture<String> line = startReading();
        press("it's \\\"quoted\\ and !! grüßt\r");

        assertThat(line.get(30, TimeUnit.SECONDS)).isEqualTo("it's \\\"quoted\\ and !! grüßt");
    }

    @Test
    void outputDuringInputDoesNotChangeTheTypedLine() throws Exception {
        CompletableFuture<String> line = startReading();
        press("hel");
        await().until(() -> outputText().contains("hel"));
        console.print("lobby <ada> hi");
        press("lo\r");

        assertThat(line.get(30, TimeUnit.SECONDS)).isEqualTo("hello");
        // The terminal is a pipe, which passes output on with a delay.
        await().untilAsserted(() -> assertThat(outputText()).contains("lobby <ada> hi"));
    }

    @Test
    void ctrlCRunsTheInterruptActionAndEndsTheRead() throws Exception {
        AtomicInteger pressed = new AtomicInteger();
        console.onInterrupt(pressed::incrementAndGet);
        CompletableFuture<String> line = startReading();
        press("half a line" + CTRL_C);

        assertThat(line.get(30, TimeUnit.SECONDS)).isNull();
        assertThat(pressed).hasValue(1);
    }

    @Test
    void ctrlDPrintsTheShutdownCommandAndKeepsReading() throws Exception {
        CompletableFuture<String> line = startReading();
        press(CTRL_D);
        await().until(() -> outputText().contains("/shutdown"));
        press("still here\r");

        assertThat(line.get(30, TimeUnit.SECONDS)).isEqualTo("still here");
    }

    @Test
    void endInputEndsAPendingRead() throws Exception {
        CompletableFuture<String> line = startReading();
        console.endInput();

        assertThat(line.get(30, TimeUnit.SECONDS)).isNull();
    }

    private CompletableFuture<String> startReading() {
        CompletableFuture<String> line = CompletableFuture.supplyAsync(console::read);
        await().until(() -> outputText().contains("Server>"));
        return line;
    }

    private void press(String keys) throws IOException {
        keyboard.write(keys.getBytes(UTF_8));
        keyboard.flush();
    }

    private String outputText() {
        return output.toString(UTF_8);
    }
}
