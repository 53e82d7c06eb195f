package dev.parley.chat.session;

import static dev.parley.chat.session.ConcurrencyLimit.Attempt.CLIENT_FULL;
import static dev.parley.chat.session.ConcurrencyLimit.Attempt.FULL;
import static dev.parley.chat.session.ConcurrencyLimit.Attempt.STARTED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {

    private final ConcurrencyLimit limit = new ConcurrencyLimit(3, 2);

    @Test
    void oneClientCannotTakeAllPlaces() {
        assertThat(limit.tryStart("ada")).isEqualTo(STARTED);
        assertThat(limit.tryStart("ada")).isEqualTo(STARTED);
        assertThat(limit.tryStart("ada")).isEqualTo(CLIENT_FULL);

        assertThat(limit.tryStart("bob")).isEqualTo(STARTED);
        assertThat(limit.tryStart("bob")).isEqualTo(FULL);
    }

    @Test
    void anEndedRequestMakesRoomForAnother() {
        limit.tryStart("ada");
        limit.tryStart("ada");
        limit.tryStart("bob");

        limit.end("ada");

        assertThat(limit.tryStart("bob")).isEqualTo(STARTED);
        assertThat(limit.tryStart("ada")).isEqualTo(FULL);
    }

    @Test
    void attemptsBeyondTheLimitOfAClientTakeNoPlaceOfOthers() throws InterruptedException {
        limit.tryStart("ada");
        limit.tryStart("ada");
        AtomicBoolean isDone = new AtomicBoolean();
        Thread insistent = new Thread(() -> {
            while (!isDone.get()) {
                limit.tryStart("ada");
            }
        });
        insistent.start();

        Set<ConcurrencyLimit.Attempt> results = EnumSet.noneOf(ConcurrencyLimit.Attempt.class);
        for (int i = 0; i < 100_000; i++) {
            ConcurrencyLimit.Attempt attempt = limit.tryStart("bob");
            results.add(attempt);
            if (attempt == STARTED) {
                limit.end("bob");
            }
        }
        isDone.set(true);
        insistent.join();

        assertThat(results).containsExactly(STARTED);
    }
}
