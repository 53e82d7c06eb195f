package dev.parley.chat.room;

/**
 * Port: the right of this node to write for the server. A node that the others take for ended loses its id: its nicknames
 * are free and its members have left. It then goes on under another id. Thread-safe; no method blocks.
 */
public interface NodeLease {

    /** Returns the id of this node, which no other node ever has. While the node has lost its lease, writes under it fail. */
    String nodeId();

    /**
     * Adds a listener for the loss of an id. It is called after {@link #nodeId} has changed, and before the node has a lease
     * again. It may be called on any thread, and must not throw.
     */
    void subscribe(Runnable lossListener);

    /** Returns the lease of a server that has one node, which is never lost. */
    static NodeLease permanent(String nodeId) {
        return new NodeLease() {
            @Override
            public String nodeId() {
                return nodeId;
            }

            @Override
            public void subscribe(Runnable lossListener) {}
        };
    }
}
