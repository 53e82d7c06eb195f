package dev.parley.storage.memory;

import dev.parley.chat.room.AccessStore;
import dev.parley.chat.room.AccessStoreContract;

class InMemoryAccessStoreTest extends AccessStoreContract {

    private final AccessStore accessStore = new InMemoryAccessStore();

    @Override
    protected AccessStore accessStore() {
        return accessStore;
    }
}
