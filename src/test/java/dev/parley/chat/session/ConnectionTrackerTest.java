package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ConnectionTrackerTest {

    private record TestConnection(String dialect, AtomicLong delivered) {}

    private final ConnectionTracker<TestConnection> connectionTracker = new ConnectionTracker<>(
            TestConnection::dialect,
            testConnection -> testConnection.delivered().get());

    @Test
    void deliveriesOfClosedConnectionsStillCount() {
        TestConnection one = new TestConnection("line", new AtomicLong(3));
        TestConnection other = new TestConnection("stomp", new AtomicLong(4));
        connectionTracker.add(one);
        connectionTracker.add(other);
        assertThat(connectionTracker.delivered()).isEqualTo(7);

        assertThat(connectionTracker.remove(one)).isTrue();
        assertThat(connectionTracker.remove(one)).isFalse();
        other.delivered().set(10);

        assertThat(connectionTracker.delivered()).isEqualTo(13);
        assertThat(connectionTracker.connections()).containsExactly(other);
    }

    @Test
    void connectionsAreCountedByDialectOnceDetected() {
        connectionTracker.add(new TestConnection("line", new AtomicLong()));
        connectionTracker.add(new TestConnection("line", new AtomicLong()));
        connectionTracker.add(new TestConnection("stomp", new AtomicLong()));
        connectionTracker.add(new TestConnection(null, new AtomicLong()));

        assertThat(connectionTracker.dialects())
                .hasSize(2)
                .containsEntry("line", 2)
                .containsEntry("stomp", 1);
    }
}
