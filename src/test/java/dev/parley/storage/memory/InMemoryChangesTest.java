package dev.parley.storage.memory;

import dev.parley.chat.room.ChangeContract;
import dev.parley.chat.room.MessageHistory;
import java.time.Duration;

class InMemoryChangesTest extends ChangeContract {

    @Override
    protected MessageHistory createHistory(Duration retention, int maxMessages) {
        return new InMemoryMessageHistory(time.clock(), retention, maxMessages);
    }
}
