package dev.parley.storage.memory;

import dev.parley.chat.room.ImportContract;
import dev.parley.chat.room.MessageHistory;
import java.time.Duration;

class InMemoryImportTest extends ImportContract {

    @Override
    protected MessageHistory createHistory(Duration retention, int maxMessages) {
        return new InMemoryMessageHistory(time.clock(), retention, maxMessages);
    }
}
