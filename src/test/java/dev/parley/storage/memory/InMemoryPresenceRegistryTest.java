package dev.parley.storage.memory;

import dev.parley.chat.room.PresenceRegistry;
import dev.parley.chat.room.PresenceRegistryContract;

class InMemoryPresenceRegistryTest extends PresenceRegistryContract {

    @Override
    protected PresenceRegistry create() {
        return new InMemoryPresenceRegistry();
    }
}
