package dev.parley.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** What the whole program complains of meanwhile. Safe from any thread. */
public final class FuzzLog implements AutoCloseable {

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> ear = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            boolean isTrace =
                    event.getThrowableProxy() != null && event.getLevel().isGreaterOrEqual(Level.INFO);
            if (isTrace || event.getLevel().isGreaterOrEqual(Level.WARN)) {
                complaints.add(event.getLevel() + " " + event.getLoggerName() + ": " + event.getFormattedMessage()
                        + (isTrace
                                ? " " + event.getThrowableProxy().getClassName() + ": "
                                        + event.getThrowableProxy().getMessage()
                                : ""));
            }
        }
    };

    private final Level before = root.getLevel();

    /** Listens from now on. What nobody asked to be told of in detail is not: a million inputs are many details. */
    public FuzzLog() {
        if (!before.isGreaterOrEqual(Level.WARN)) {
            root.setLevel(Level.WARN);
        }
        ear.start();
        root.addAppender(ear);
    }

    /** Fails if there was a complaint since the last look. */
    public void assertNoWarnings(Object meanwhile) {
        String first = complaints.poll();
        assertThat(first).as("what the log says of %s", meanwhile).isNull();
    }

    @Override
    public void close() {
        root.detachAppender(ear);
        root.setLevel(before);
    }
}
