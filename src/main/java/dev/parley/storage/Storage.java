package dev.parley.storage;

import dev.parley.chat.hook.HookStore;
import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.moderation.BotStore;
import dev.parley.chat.moderation.OperatorStore;
import dev.parley.chat.moderation.SanctionStore;
import dev.parley.chat.room.AccessStore;
import dev.parley.chat.room.DirectMessageStore;
import dev.parley.chat.room.MessageHistory;

/** The storage ports of a server on one database. Thread-safe; only closing blocks. */
public interface Storage extends AutoCloseable {

    /** Returns the history of the rooms. */
    MessageHistory messageHistory();

    /** Returns the store of direct messages. */
    DirectMessageStore directMessageStore();

    /** Returns the store of tokens. */
    TokenStore tokenStore();

    /** Returns the store of sanctions. */
    SanctionStore sanctionStore();

    /** Returns the store of operators. */
    OperatorStore operatorStore();

    /** Returns the store of bots. */
    BotStore botStore();

    /** Returns the store of invitations and private rooms. */
    AccessStore accessStore();

    /** Returns the store of hooks. */
    HookStore hookStore();

    /** Returns where messages are stored, for the operator: without password. */
    String location();

    /**
     * Runs all accepted calls and closes the database; blocks until then. Later calls fail as if the disk had failed.
     * Closing again has no effect.
     */
    @Override
    void close();
}
