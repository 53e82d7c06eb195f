package dev.parley.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.AccessStore;
import dev.parley.chat.room.AccessStoreContract;
import dev.parley.chat.room.Invite;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteAccessStoreTest extends AccessStoreContract {

    @RegisterExtension
    private final OpenedFiles files = new OpenedFiles();

    private SqliteHistory history;

    @BeforeEach
    void open() {
        history = files.reopen(Clock.systemUTC(), Runnable::run);
    }

    @Override
    protected AccessStore accessStore() {
        return history.accessStore();
    }

    @Test
    void invitationsSurviveARestart() {
        Instant now = Instant.parse("2026-11-30T08:00:00Z");
        Invite stored = join(accessStore().save(invite("d1", "1", now.plusSeconds(1)), now))
                .orElseThrow();
        open();

        assertThat(join(accessStore().find("d1", now))).hasValue(stored);
    }
}
