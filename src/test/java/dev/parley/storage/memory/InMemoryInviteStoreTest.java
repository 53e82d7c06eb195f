package dev.parley.storage.memory;

import dev.parley.chat.room.InviteStore;
import dev.parley.chat.room.InviteStoreContract;

class InMemoryInviteStoreTest extends InviteStoreContract {

    private final InviteStore inviteStore = new InMemoryInviteStore();

    @Override
    protected InviteStore inviteStore() {
        return inviteStore;
    }
}
