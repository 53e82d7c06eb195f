package dev.parley.chat.session;

import static dev.parley.chat.session.RequestLimiter.Decision.ADMITTED;
import static dev.parley.chat.session.RequestLimiter.Decision.TOO_FAST;
import static dev.parley.chat.session.RequestLimiter.Decision.TOO_MANY;
import static dev.parley.chat.session.RequestLimiter.Decision.TOO_MANY_REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.AdmissionLimits;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestLimiterTest {

    private final AtomicLong nanos = new AtomicLong();

    private RequestLimiter limiter(int perSecond, boolean loopbackToo) {
        return new RequestLimiter(new AdmissionLimits.PerAddress(perSecond, loopbackToo), 200, 2, nanos::get);
    }

    private static List<RequestLimiter.Decision> start(RequestLimiter limiter, String address, int times) {
        return IntStream.range(0, times).mapToObj(i -> limiter.start(address)).toList();
    }

    @Test
    void oneAddressOccupiesAtMostHalfOfTheThreads() {
        RequestLimiter limiter = limiter(0, false);

        assertThat(start(limiter, "192.0.2.1", 100)).containsOnly(ADMITTED);
        assertThat(start(limiter, "192.0.2.1", 10)).containsOnly(TOO_MANY);
        assertThat(limiter.start("192.0.2.1")).isEqualTo(TOO_MANY_REFUSED);
        assertThat(start(limiter, "192.0.2.2", 30)).containsOnly(ADMITTED);
    }

    @Test
    void addressesOfOneIpv6NetworkCountTogether() {
        RequestLimiter limiter = limiter(0, false);
        start(limiter, "2001:db8::1", 100);

        assertThat(limiter.start("2001:db8::2")).isEqualTo(TOO_MANY);
    }

    @Test
    void otherAddressesHaveSixRequestsEachWhileManyAddressesOccupyMostThreads() {
        RequestLimiter limiter = limiter(0, false);
        start(limiter, "192.0.2.1", 100);
        start(limiter, "192.0.2.3", 78);

        assertThat(limiter.inProgress()).isEqualTo(178);
        assertThat(limiter.start("192.0.2.3")).isEqualTo(TOO_MANY);
        assertThat(limiter.start("198.51.100.1")).isEqualTo(ADMITTED);
    }

    @Test
    void endedRequestsMakeRoomForOthers() {
        RequestLimiter limiter = limiter(0, false);
        start(limiter, "192.0.2.1", 101);
        limiter.end("192.0.2.1");
        limiter.end("192.0.2.1");

        assertThat(limiter.start("192.0.2.1")).isEqualTo(ADMITTED);
        assertThat(limiter.start("192.0.2.1")).isEqualTo(TOO_MANY);
    }

    @Test
    void requestsBeyondTheRateAreTooFast() {
        RequestLimiter limiter = limiter(10, false);
        for (int i = 0; i < 40; i++) {
            assertThat(limiter.start("192.0.2.1")).isEqualTo(ADMITTED);
            limiter.end("192.0.2.1");
        }

        assertThat(limiter.start("192.0.2.1")).isEqualTo(TOO_FAST);
        limiter.end("192.0.2.1");
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(limiter.start("192.0.2.1")).isEqualTo(ADMITTED);
    }

    @Test
    void rateAppliesToLoopbackOnlyIfItIsSet() {
        RequestLimiter standard = limiter(1, false);
        RequestLimiter set = limiter(1, true);
        for (int i = 0; i < 4; i++) {
            standard.end("127.0.0.1");
            assertThat(standard.start("127.0.0.1")).isEqualTo(ADMITTED);
            assertThat(set.start("127.0.0.1")).isEqualTo(ADMITTED);
        }

        assertThat(standard.start("127.0.0.1")).isEqualTo(ADMITTED);
        assertThat(set.start("127.0.0.1")).isEqualTo(TOO_FAST);
    }

    @Test
    void requestsOfOneAddressTakeTurnsAndThoseOfOthersDoNotWait() throws Exception {
        RequestLimiter limiter = limiter(0, false);
        start(limiter, "192.0.2.1", 3);
        limiter.start("192.0.2.2");
        Runnable first = limiter.awaitTurn("192.0.2.1");
        limiter.awaitTurn("192.0.2.1");

        limiter.awaitTurn("192.0.2.2");
        first.run();

        assertThat(limiter.awaitTurn("192.0.2.1")).isNotNull();
    }

    @Test
    void requestThatResumesWaitsForATurnUnlessTheAddressOccupiesHalfOfTheThreads() {
        RequestLimiter limiter = limiter(0, false);
        start(limiter, "192.0.2.1", 99);

        assertThat(limiter.resume("192.0.2.1")).isTrue();
        assertThat(limiter.resume("192.0.2.1")).isFalse();
        assertThat(limiter.inProgress()).isEqualTo(101);
    }
}
