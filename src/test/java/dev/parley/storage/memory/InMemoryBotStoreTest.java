package dev.parley.storage.memory;

import dev.parley.chat.moderation.BotStore;
import dev.parley.chat.moderation.BotStoreContract;

class InMemoryBotStoreTest extends BotStoreContract {

    private final BotStore botStore = new InMemoryBotStore();

    @Override
    protected BotStore botStore() {
        return botStore;
    }
}
