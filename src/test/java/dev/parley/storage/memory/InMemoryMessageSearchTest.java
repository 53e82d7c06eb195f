package dev.parley.storage.memory;

import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.search.MessageSearch;
import dev.parley.chat.search.MessageSearchContract;
import java.time.Duration;

class InMemoryMessageSearchTest extends MessageSearchContract {

    private final InMemoryMessageHistory history = new InMemoryMessageHistory(time.clock(), Duration.ofDays(30), 0);

    @Override
    protected MessageHistory history() {
        return history;
    }

    @Override
    protected MessageSearch search() {
        return new InMemoryMessageSearch(history);
    }
}
