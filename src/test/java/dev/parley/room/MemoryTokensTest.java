package dev.parley.room;

import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.identity.TokenStoreContract;
import java.time.Instant;

class MemoryTokensTest extends TokenStoreContract {

    private final MemoryHistory memory = new MemoryHistory(time.clock());

    @Override
    protected TokenStore tokenStore() {
        return memory;
    }

    @Override
    protected void prune(Instant now) {
        memory.prune(now);
    }
}
