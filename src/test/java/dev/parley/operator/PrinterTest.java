package dev.parley.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PrinterTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    private final TypedScreen screen = new TypedScreen(true);

    @Test
    void linesAreShownInTheirOrderWithoutControls() {
        Printer printer = Printer.onto(screen);
        printer.print("one");
        printer.print("two \u001b[2J");
        printer.finish(LONG);

        assertThat(screen.shown()).containsExactly("one", "two \\x1b[2J");
    }

    @Test
    void nobodyWaitsForAScreenThatIsHeldAndWhatWasDroppedIsCounted() throws InterruptedException {
        Printer printer = Printer.onto(screen);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        printer.then(() -> {
            held.countDown();
            try {
                released.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        });
        held.await();
        for (int i = 0; i < 10_007; i++) {
            printer.print("line " + i);
        }
        released.countDown();
        printer.finish(LONG);

        assertThat(screen.shown())
                .hasSize(10_001)
                .contains("… 7 lines could not be shown in time.")
                .endsWith("line 9999");
    }
}
