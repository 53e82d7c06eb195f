package dev.parley.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DirectMessageStore;
import dev.parley.chat.room.DirectMessageStoreContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresDirectMessageStoreTest extends DirectMessageStoreContract {

    private static final TestDatabase DATABASE = TestDatabase.create();

    private final OpenedHistory opened = new OpenedHistory(DATABASE, time.clock());
    private DirectMessageStore store;

    @BeforeEach
    void open() {
        DATABASE.clear();
        store = opened.open().directMessageStore();
    }

    @AfterEach
    void close() {
        opened.close();
    }

    @Override
    protected DirectMessageStore store() {
        return store;
    }

    @Test
    void messagesAndPositionsSurviveARestart() {
        DirectMessage message = send("ada", "bob", "psst");

        store = opened.open().directMessageStore();

        assertThat(kept("bob").messages()).containsExactly(message);
        assertThat(send("ada", "bob", "again").position().epoch())
                .isEqualTo(message.position().epoch());
    }

    @Test
    void restoredDatabaseBeginsANewEpochWithTheSameMessages() {
        DirectMessage message = send("ada", "bob", "psst");

        store = opened.open(DATABASE.settings(Duration.ZERO, 0, true)).directMessageStore();

        DirectMessage restored = kept("bob").messages().get(0);
        assertThat(restored.text()).isEqualTo("psst");
        assertThat(restored.position().epoch()).isNotEqualTo(message.position().epoch());
        assertThat(get(store().after("bob's id", message.position(), 10)).messages())
                .containsExactly(restored);
    }
}
