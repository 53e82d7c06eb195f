package dev.parley.room;

import dev.parley.people.Sanctions;
import dev.parley.people.SanctionsContract;
import java.time.Instant;

class MemorySanctionsTest extends SanctionsContract {

    private final MemoryHistory memory = new MemoryHistory(time.clock());

    @Override
    protected Sanctions sanctions() {
        return memory;
    }

    @Override
    protected void prune(Instant now) {
        memory.prune(now);
    }
}
