package dev.parley.storage.memory;

import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.identity.TokenStoreContract;
import java.time.Instant;

class InMemoryTokenStoreTest extends TokenStoreContract {

    private final TokenStore store = new InMemoryTokenStore(time.clock());

    @Override
    protected TokenStore tokenStore() {
        return store;
    }

    /** Does nothing: the store deletes what is expired by itself. */
    @Override
    protected void prune(Instant now) {}
}
