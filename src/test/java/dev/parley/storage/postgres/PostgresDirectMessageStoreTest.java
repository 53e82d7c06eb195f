package dev.parley.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DirectMessageStore;
import dev.parley.chat.room.DirectMessageStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NeedsPostgres
class PostgresDirectMessageStoreTest extends DirectMessageStoreContract {

    private static final OpenedHistory OPENED = new OpenedHistory(TestDatabase.create());

    private DirectMessageStore store;

    @BeforeEach
    void open() {
        store = OPENED.empty(time.clock()).directMessageStore();
    }

    @AfterAll
    static void close() {
        OPENED.close();
    }

    @Override
    protected DirectMessageStore store() {
        return store;
    }

    @Test
    void messagesOfTheServerAreBoundedAndTheOldestOfTheUsersWhoSentMostAreDeleted() {
        store = OPENED.empty(time.clock()).directMessageStore(20);
        send("ada", "bob", "one");
        send("ada", "bob", "two");

        for (int i = 1; i <= 40; i++) {
            send("eve" + i % 3, "mal", "m" + i);
        }

        assertThat(kept("bob").messages()).extracting(DirectMessage::text).containsExactly("one", "two");
        assertThat(kept("mal").messages())
                .extracting(DirectMessage::text)
                .hasSizeBetween(15, 18)
                .endsWith("m38", "m39", "m40")
                .doesNotContain("m1");
    }

    @Test
    void messagesAndPositionsSurviveARestart() {
        DirectMessage message = send("ada", "bob", "psst");

        store = OPENED.restart(false).directMessageStore();

        assertThat(kept("bob").messages()).containsExactly(message);
        assertThat(send("ada", "bob", "again").position().epoch())
                .isEqualTo(message.position().epoch());
    }

    @Test
    void restoredDatabaseBeginsANewEpochWithTheSameMessages() {
        DirectMessage message = send("ada", "bob", "psst");

        store = OPENED.restart(true).directMessageStore();

        DirectMessage restored = kept("bob").messages().get(0);
        assertThat(restored.text()).isEqualTo("psst");
        assertThat(restored.position().epoch()).isNotEqualTo(message.position().epoch());
        assertThat(get(store().after("bob's id", message.position(), 10)).messages())
                .containsExactly(restored);
    }
}
