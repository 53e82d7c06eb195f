package dev.parley.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Checks the order of printed lines, and that a blocked terminal delays no caller. */
class ConsolePrinterTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final FakeConsole screen = new FakeConsole(true);

    @Test
    void linesArePrintedInOrderAndControlCharactersEscaped() {
        ConsolePrinter consolePrinter = ConsolePrinter.onto(screen);
        consolePrinter.print("one");
        consolePrinter.print("two \u001b[2J");
        consolePrinter.finish(TIMEOUT);

        assertThat(screen.shown()).containsExactly("one", "two \\x1b[2J");
    }

    @Test
    void blockedTerminalDelaysNoCallerAndDroppedLinesAreCounted() throws InterruptedException {
        ConsolePrinter consolePrinter = ConsolePrinter.onto(screen);
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        consolePrinter.then(() -> {
            blocked.countDown();
            try {
                released.await();
            } catch (InterruptedException ignored) {
                Thread.currentThread().interrupt();
            }
        });
        blocked.await();
        for (int i = 0; i < 10_007; i++) {
            consolePrinter.print("line " + i);
        }
        released.countDown();
        consolePrinter.finish(TIMEOUT);

        assertThat(screen.shown())
                .hasSize(10_001)
                .contains("… 7 lines could not be shown in time.")
                .endsWith("line 9999");
    }
}
