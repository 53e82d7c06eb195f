package dev.parley.storage.postgres;

import dev.parley.storage.HistoryUnavailableException;
import java.sql.SQLException;
import java.util.concurrent.Executor;

/** The nicknames, members and lease that nodes on one database share, and the relay between them. */
final class ClusterPorts {

    private final PostgresNode node;
    private final PostgresRelay relay;
    private final PostgresNicknameRegistry nicknames;
    private final PostgresPresenceRegistry presence;

    ClusterPorts(
            DatabaseAddress address,
            DatabaseAddress listenAddress,
            PostgresNode node,
            PostgresTransactions writing,
            PostgresTransactions reading,
            Executor executor) {
        this.node = node;
        this.relay = new PostgresRelay(address, listenAddress, node, writing, executor);
        this.nicknames = new PostgresNicknameRegistry(node, writing, reading, executor);
        this.presence = new PostgresPresenceRegistry(writing, reading, executor);
    }

    /**
     * Connects this node to the others, and renews its lease from now on.
     *
     * @throws HistoryUnavailableException if notices do not arrive
     */
    void start() throws SQLException {
        relay.start();
        node.start();
    }

    PostgresRelay relay() {
        return relay;
    }

    PostgresNicknameRegistry nicknames() {
        return nicknames;
    }

    PostgresPresenceRegistry presence() {
        return presence;
    }

    /** Ends the repetitions of failed writes. */
    void stopWrites() {
        nicknames.close();
        presence.close();
    }

    /** Ends this node. */
    void close() {
        relay.close();
        node.close();
    }
}
