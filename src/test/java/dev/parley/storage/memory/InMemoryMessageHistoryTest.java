package dev.parley.storage.memory;

import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.MessageHistoryContract;
import java.time.Duration;

class InMemoryMessageHistoryTest extends MessageHistoryContract {

    @Override
    protected MessageHistory createHistory(Duration retention, int maxMessages) {
        return new InMemoryMessageHistory(time.clock(), retention, maxMessages);
    }
}
