package dev.parley.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Invite;
import dev.parley.chat.room.InviteStore;
import dev.parley.chat.room.InviteStoreContract;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteInviteStoreTest extends InviteStoreContract {

    @RegisterExtension
    private final OpenedFiles files = new OpenedFiles();

    private SqliteHistory history;

    @BeforeEach
    void open() {
        history = files.reopen(Clock.systemUTC(), Runnable::run);
    }

    @Override
    protected InviteStore inviteStore() {
        return history.inviteStore();
    }

    @Test
    void invitationsSurviveARestart() {
        Instant now = Instant.parse("2026-11-30T08:00:00Z");
        Invite stored = join(inviteStore().save(invite("d1", "1", now.plusSeconds(1)), now))
                .orElseThrow();
        open();

        assertThat(join(inviteStore().find("d1", now))).hasValue(stored);
    }
}
