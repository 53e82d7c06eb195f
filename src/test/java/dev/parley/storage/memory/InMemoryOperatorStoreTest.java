package dev.parley.storage.memory;

import dev.parley.chat.moderation.OperatorStore;
import dev.parley.chat.moderation.OperatorStoreContract;

class InMemoryOperatorStoreTest extends OperatorStoreContract {

    private final OperatorStore operatorStore = new InMemoryOperatorStore();

    @Override
    protected OperatorStore operatorStore() {
        return operatorStore;
    }
}
