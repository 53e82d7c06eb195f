package dev.parley.room;

import dev.parley.chat.moderation.SanctionStore;
import dev.parley.chat.moderation.SanctionStoreContract;
import java.time.Instant;

class MemorySanctionsTest extends SanctionStoreContract {

    private final MemoryHistory memory = new MemoryHistory(time.clock());

    @Override
    protected SanctionStore sanctionStore() {
        return memory;
    }

    @Override
    protected void prune(Instant now) {
        memory.prune(now);
    }
}
