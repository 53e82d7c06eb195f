package dev.parley.room;

import dev.parley.people.Tokens;
import dev.parley.people.TokensContract;
import java.time.Instant;

class MemoryTokensTest extends TokensContract {

    private final MemoryHistory memory = new MemoryHistory(time.clock());

    @Override
    protected Tokens tokens() {
        return memory;
    }

    @Override
    protected void prune(Instant now) {
        memory.prune(now);
    }
}
