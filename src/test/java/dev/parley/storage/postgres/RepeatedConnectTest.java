package dev.parley.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(30)
class RepeatedConnectTest {

    private final Connection connection = (Connection) Proxy.newProxyInstance(
            Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> null);
    private final AtomicInteger attempts = new AtomicInteger();
    private volatile boolean away;
    private volatile String state = "08001";

    private final RepeatedConnect repeatedConnect = new RepeatedConnect(() -> {
        attempts.incrementAndGet();
        if (away) {
            throw new SQLException("Connection refused", state);
        }
        return connection;
    });

    @Test
    void firstConnectionIsTriedOnce() {
        away = true;

        assertThatThrownBy(repeatedConnect::getConnection).hasMessage("Connection refused");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void laterConnectionIsTriedAtShortIntervalsUntilTheDatabaseIsBack() throws Exception {
        repeatedConnect.getConnection();
        away = true;
        CountDownLatch connected = new CountDownLatch(1);
        Thread thread = connecting(connected, new AtomicReference<>());

        await().atMost(Duration.ofSeconds(5)).until(() -> attempts.get() > 6);
        assertThat((Throwable) repeatedConnect.failure()).hasMessage("Connection refused");
        away = false;
        connected.await();
        thread.join();

        assertThat((Throwable) repeatedConnect.failure()).isNull();
    }

    @Test
    void connectionsThatAreExhaustedAreLoggedOnce() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(RepeatedConnect.class);
        logger.addAppender(log);
        repeatedConnect.getConnection();
        away = true;
        state = SqlStates.TOO_MANY_CONNECTIONS;
        Thread thread = connecting(new CountDownLatch(1), new AtomicReference<>());
        await().until(() -> attempts.get() > 3);
        thread.interrupt();
        thread.join();
        logger.detachAppender(log);

        assertThat(log.list)
                .singleElement()
                .extracting(ILoggingEvent::getFormattedMessage)
                .asString()
                .contains("PostgreSQL has no connection left (Connection refused)", "Increase max_connections");
    }

    @Test
    void threadThatIsInterruptedEnds() throws Exception {
        repeatedConnect.getConnection();
        away = true;
        AtomicReference<SQLException> failure = new AtomicReference<>();
        Thread thread = connecting(new CountDownLatch(1), failure);
        await().until(() -> attempts.get() > 1);
        thread.interrupt();
        thread.join();

        assertThat((Throwable) failure.get()).hasMessage("Connection refused");
    }

    private Thread connecting(CountDownLatch connected, AtomicReference<SQLException> failure) {
        Thread thread = new Thread(() -> {
            try {
                repeatedConnect.getConnection();
                connected.countDown();
            } catch (SQLException e) {
                failure.set(e);
            }
        });
        thread.start();
        return thread;
    }
}
