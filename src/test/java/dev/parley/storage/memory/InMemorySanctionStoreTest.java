package dev.parley.storage.memory;

import dev.parley.chat.moderation.SanctionStore;
import dev.parley.chat.moderation.SanctionStoreContract;
import java.time.Instant;

class InMemorySanctionStoreTest extends SanctionStoreContract {

    private final SanctionStore store = new InMemorySanctionStore(time.clock());

    @Override
    protected SanctionStore sanctionStore() {
        return store;
    }

    /** Does nothing: the store deletes what is expired by itself. */
    @Override
    protected void prune(Instant now) {}
}
