package dev.parley.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks which errors of a thread end the process. */
class OutOfMemoryHandlerTest {

    private final AtomicInteger exits = new AtomicInteger();
    private final OutOfMemoryHandler handler = new OutOfMemoryHandler(exits::incrementAndGet);

    @ParameterizedTest
    @CsvSource({"java.lang.OutOfMemoryError, 1", "java.lang.StackOverflowError, 0", "java.lang.IllegalStateException, 0"
    })
    void onlyAnExhaustedHeapEndsTheProcess(Class<? extends Throwable> failure, int expected) throws Exception {
        Throwable planted = failure.getConstructor(String.class).newInstance("planted");
        Thread thread = new Thread(() -> sneak(planted));
        thread.setUncaughtExceptionHandler(handler);

        thread.start();
        thread.join();

        assertThat(exits).hasValue(expected);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }
}
