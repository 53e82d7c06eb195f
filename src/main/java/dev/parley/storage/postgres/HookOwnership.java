package dev.parley.storage.postgres;

import dev.parley.storage.Transactions;
import java.sql.ResultSet;
import java.util.concurrent.CompletionStage;

/** Decides which node delivers for hooks: the first that asks, until the others have ended it. Thread-safe. */
final class HookOwnership {

    private final Transactions writing;

    HookOwnership(Transactions writing) {
        this.writing = writing;
    }

    /** Makes a node the one that delivers, unless another node is and has not ended; returns whether it is. */
    CompletionStage<Boolean> claim(String nodeId) {
        long id = Long.parseLong(nodeId);
        return writing.submit("find out which node delivers for hooks", connection -> {
            try (ResultSet owner = connection.query("SELECT node FROM hook_owner")) {
                if (owner.next() && owner.getLong(1) == id) {
                    return true;
                }
            }
            // Of two nodes that find the old one ended, the second waits for the first, and then finds its row changed.
            return connection.update(
                            "UPDATE hook_owner SET node = ? WHERE NOT EXISTS (SELECT 1 FROM node WHERE id ="
                                    + " hook_owner.node AND gone IS NULL)",
                            id)
                    > 0;
        });
    }
}
