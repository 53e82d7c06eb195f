package dev.parley.tcp;

import java.util.List;
import java.util.function.Supplier;

/** The output of one connection as its dialect sees it. Confined to the connection's event loop. */
public interface DialectOutput {

    /** Writes replies after all others. They replace earlier ones of this kind that still wait. */
    void writeLatest(Supplier<List<byte[]>> replies);

    /** Runs a task once no reply waits or the connection is closed; at once if none waits. Replaces one that waits. */
    void whenWritten(Runnable task);

    /** Returns whether replies wait that the socket has not accepted. */
    boolean hasReplies();

    /**
     * Counts the bytes that the dialect itself keeps for the client, in place of those of the previous call. Disconnects
     * the client if they exceed the budget of all connections.
     */
    void setHeldBack(int bytes);
}
