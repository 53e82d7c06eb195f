package dev.parley.storage.memory;

import dev.parley.chat.room.DirectMessageStore;
import dev.parley.chat.room.DirectMessageStoreContract;

class InMemoryDirectMessageStoreTest extends DirectMessageStoreContract {

    private final InMemoryDirectMessageStore store = new InMemoryDirectMessageStore(time.clock());

    @Override
    protected DirectMessageStore store() {
        return store;
    }
}
