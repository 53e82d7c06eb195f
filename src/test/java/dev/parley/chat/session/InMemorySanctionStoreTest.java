package dev.parley.chat.session;

import dev.parley.chat.moderation.SanctionStore;
import dev.parley.chat.moderation.SanctionStoreContract;
import dev.parley.chat.room.InMemoryHistory;
import java.time.Instant;

class InMemorySanctionStoreTest extends SanctionStoreContract {

    private final InMemoryHistory memory = new InMemoryHistory(time.clock());

    @Override
    protected SanctionStore sanctionStore() {
        return memory;
    }

    @Override
    protected void prune(Instant now) {
        memory.prune(now);
    }
}
