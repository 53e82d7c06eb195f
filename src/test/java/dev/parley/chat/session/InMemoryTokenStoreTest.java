package dev.parley.chat.session;

import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.identity.TokenStoreContract;
import dev.parley.chat.room.InMemoryHistory;
import java.time.Instant;

class InMemoryTokenStoreTest extends TokenStoreContract {

    private final InMemoryHistory memory = new InMemoryHistory(time.clock());

    @Override
    protected TokenStore tokenStore() {
        return memory;
    }

    @Override
    protected void prune(Instant now) {
        memory.prune(now);
    }
}
