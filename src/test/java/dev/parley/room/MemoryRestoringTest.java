package dev.parley.room;

import java.time.Duration;

class MemoryRestoringTest extends RestoringContract {

    @Override
    protected History keeping(Duration retention, int most) {
        return new MemoryHistory(
                time.clock(),
                retention.isZero() ? Duration.ofDays(10_000) : retention,
                most == 0 ? Integer.MAX_VALUE : most);
    }
}
