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

class JLineConsoleTest {

    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";

    private final PipedOutputStream keyboard = new PipedOutputStream();
    private final ByteArrayOutputStream glass = new ByteArrayOutputStream();
    private JLineConsole screen;

    @BeforeEach
    void open() throws IOException {
        Terminal terminal = TerminalBuilder.builder()
                .system(false)
                .streams(new PipedInputStream(keyboard), glass)
                .type("xterm")
                .encoding(UTF_8)
                .build();
        screen = new JLineConsole(terminal);
    }

    @AfterEach
    void close() {
        screen.close();
    }

    @Test
    void aLineIsReadAsItWasTypedQuotesAndBackslashesAndAll() throws Exception {
        CompletableFuture<String> line = reading();
        press("it's \\\"quoted\\ and !! grüßt\r");

        assertThat(line.get(30, TimeUnit.SECONDS)).isEqualTo("it's \\\"quoted\\ and !! grüßt");
    }

    @Test
    void whatIsShownWhileALineIsTypedDoesNotSpoilIt() throws Exception {
        CompletableFuture<String> line = reading();
        press("hel");
        await().until(() -> seen().contains("hel"));
        screen.print("lobby <ada> hi");
        press("lo\r");

        assertThat(line.get(30, TimeUnit.SECONDS)).isEqualTo("hello");
        // The terminal is a pipe, which hands on what was written in its own time.
        await().untilAsserted(() -> assertThat(seen()).contains("lobby <ada> hi"));
    }

    @Test
    void ctrlCIsToldAndEndsTheReading() throws Exception {
        AtomicInteger pressed = new AtomicInteger();
        screen.onInterrupt(pressed::incrementAndGet);
        CompletableFuture<String> line = reading();
        press("half a line" + CTRL_C);

        assertThat(line.get(30, TimeUnit.SECONDS)).isNull();
        assertThat(pressed).hasValue(1);
    }

    @Test
    void ctrlDSaysHowToStopAndGoesOn() throws Exception {
        CompletableFuture<String> line = reading();
        press(CTRL_D);
        await().until(() -> seen().contains("/shutdown"));
        press("still here\r");

        assertThat(line.get(30, TimeUnit.SECONDS)).isEqualTo("still here");
    }

    @Test
    void theInputCanBeEndedWhileALineIsAwaited() throws Exception {
        CompletableFuture<String> line = reading();
        screen.endInput();

        assertThat(line.get(30, TimeUnit.SECONDS)).isNull();
    }

    private CompletableFuture<String> reading() {
        CompletableFuture<String> line = CompletableFuture.supplyAsync(screen::read);
        await().until(() -> seen().contains("Server>"));
        return line;
    }

    private void press(String keys) throws IOException {
        keyboard.write(keys.getBytes(UTF_8));
        keyboard.flush();
    }

    private String seen() {
        return glass.toString(UTF_8);
    }
}
