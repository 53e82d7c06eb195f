package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Collects the warnings and exceptions that the program logs during a fuzz test. Safe from any thread. */
public final class FuzzLog implements AutoCloseable {

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            boolean isTrace =
                    event.getThrowableProxy() != null && event.getLevel().isGreaterOrEqual(Level.INFO);
            if (isTrace || event.getLevel().isGreaterOrEqual(Level.WARN)) {
                warnings.add(event.getLevel() + " " + event.getLoggerName() + ": " + event.getFormattedMessage()
                        + (isTrace
                                ? " " + event.getThrowableProxy().getClassName() + ": "
                                        + event.getThrowableProxy().getMessage()
                                : ""));
            }
        }
    };

    private final Level before = root.getLevel();

    /** Starts to collect. Raises the root level to WARN, because a million inputs log many details. */
    public FuzzLog() {
        if (!before.isGreaterOrEqual(Level.WARN)) {
            root.setLevel(Level.WARN);
        }
        appender.start();
        root.addAppender(appender);
    }

    /** Fails if a warning was logged since the last call. */
    public void assertNoWarnings(Object meanwhile) {
        String first = warnings.poll();
        assertThat(first).as("log lines of %s", meanwhile).isNull();
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        root.setLevel(before);
    }
}
