package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionLimiterTest {

    @Test
    void connectionOverTheLimitIsRefusedUntilAnotherCloses() {
        ConnectionLimiter connectionLimiter = new ConnectionLimiter(2, 0);
        assertThat(connectionLimiter.tryAcquire("a", false)).isEqualTo(ConnectionLimiter.Decision.ENTERED);
        assertThat(connectionLimiter.tryAcquire("b", false)).isEqualTo(ConnectionLimiter.Decision.ENTERED);
        assertThat(connectionLimiter.tryAcquire("c", false)).isEqualTo(ConnectionLimiter.Decision.FULL);
        connectionLimiter.release("a");
        assertThat(connectionLimiter.tryAcquire("c", false)).isEqualTo(ConnectionLimiter.Decision.ENTERED);
        assertThat(connectionLimiter.open()).isEqualTo(2);
    }

    @Test
    void addressLimitDoesNotAffectOtherAddresses() {
        ConnectionLimiter connectionLimiter = new ConnectionLimiter(0, 2);
        connectionLimiter.tryAcquire("a", false);
        connectionLimiter.tryAcquire("a", false);
        assertThat(connectionLimiter.tryAcquire("a", false)).isEqualTo(ConnectionLimiter.Decision.FULL_FOR_ADDRESS);
        assertThat(connectionLimiter.tryAcquire("b", false)).isEqualTo(ConnectionLimiter.Decision.ENTERED);
        assertThat(connectionLimiter.open()).isEqualTo(3);
    }

    @Test
    void exemptAddressIsNotLimited() {
        ConnectionLimiter connectionLimiter = new ConnectionLimiter(0, 1);
        connectionLimiter.tryAcquire("127.0.0.1", true);
        assertThat(connectionLimiter.tryAcquire("127.0.0.1", true)).isEqualTo(ConnectionLimiter.Decision.ENTERED);
    }
}
