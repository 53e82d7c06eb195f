package dev.parley.storage.sqlite;

import dev.parley.chat.room.ChangeContract;
import dev.parley.chat.room.MessageHistory;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteChangesTest extends ChangeContract {

    @RegisterExtension
    private final OpenedFiles files = new OpenedFiles();

    @Override
    protected MessageHistory createHistory(Duration retention, int maxMessages) {
        return files.create(time.clock(), retention, maxMessages);
    }
}
