package dev.parley.storage.memory;

import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.PruningContract;
import java.time.Duration;

class InMemoryPruningTest extends PruningContract {

    @Override
    protected MessageHistory createHistory(Duration retention, int maxMessages) {
        return new InMemoryMessageHistory(time.clock(), retention, maxMessages);
    }
}
