package dev.parley.chat.room;

import java.time.Duration;

class InMemoryPruningTest extends PruningContract {

    @Override
    protected MessageHistory keeping(Duration retention, int most) {
        return new InMemoryHistory(
                time.clock(),
                retention.isZero() ? Duration.ofDays(10_000) : retention,
                most == 0 ? Integer.MAX_VALUE : most);
    }
}
