package dev.parley.storage.memory;

import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.identity.NicknameRegistryContract;

class InMemoryNicknameRegistryTest extends NicknameRegistryContract {

    private final NicknameRegistry registry = new InMemoryNicknameRegistry();

    @Override
    protected NicknameRegistry nicknameRegistry() {
        return registry;
    }
}
