package dev.parley.room;

import java.time.Duration;

class MemoryHistoryTest extends HistoryContract {

    @Override
    protected History keeping(Duration retention, int most) {
        return new MemoryHistory(
                time.clock(),
                retention.isZero() ? Duration.ofDays(10_000) : retention,
                most == 0 ? Integer.MAX_VALUE : most);
    }
}
