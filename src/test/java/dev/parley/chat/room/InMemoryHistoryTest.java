package dev.parley.chat.room;

import java.time.Duration;

class InMemoryHistoryTest extends MessageHistoryContract {

    @Override
    protected MessageHistory createHistory(Duration retention, int maxMessages) {
        return new InMemoryHistory(
                time.clock(),
                retention.isZero() ? Duration.ofDays(10_000) : retention,
                maxMessages == 0 ? Integer.MAX_VALUE : maxMessages);
    }
}
