package dev.parley.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.hook.HookStore;
import dev.parley.chat.hook.HookStoreContract;
import org.junit.jupiter.api.Test;

class InMemoryHookStoreTest extends HookStoreContract {

    private final HookStore hookStore = new InMemoryHookStore();

    @Override
    protected HookStore hookStore() {
        return hookStore;
    }

    @Test
    void onlyNodeDelivers() {
        assertThat(join(hookStore.claim("node"))).isTrue();
    }
}
