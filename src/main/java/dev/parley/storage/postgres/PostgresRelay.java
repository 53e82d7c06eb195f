package dev.parley.storage.postgres;

import dev.parley.chat.room.RelaySignal;
import dev.parley.chat.room.RoomRelay;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Passes signals to the other nodes by NOTIFY, on a connection of its own and never in the transaction that stores something:
 * a transaction with NOTIFY holds a lock of the whole database until its commit is flushed. A kick is stored for each other
 * node in addition, until the node has read it. Thread-safe; no method of the port blocks.
 */
final class PostgresRelay implements RoomRelay {

    private static final int RETRY_MILLIS = 250;

    private final DatabaseAddress listenAddress;
    private final PostgresNode node;
    private final PostgresTransactions writing;
    private final NoticeSender sender;
    private final NoticeListener listener;
    private final Executor later;
    private final List<Consumer<RelaySignal>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /**
     * Creates a relay.
     *
     * @param listenAddress the address of the connection that listens
     * @param executor runs the repetitions of failed writes
     */
    PostgresRelay(
            DatabaseAddress address,
            DatabaseAddress listenAddress,
            PostgresNode node,
            PostgresTransactions writing,
            Executor executor) {
        this.listenAddress = listenAddress;
        this.node = node;
        this.writing = writing;
        this.sender = new NoticeSender(address, node);
        this.listener = new NoticeListener(listenAddress, node, this::receive);
        this.later = CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS, executor);
    }

    /**
     * Begins to listen and to send.
     *
     * @throws dev.parley.storage.HistoryUnavailableException if notices do not arrive
     */
    void start() throws SQLException {
        DatabaseProblems problems = new DatabaseProblems(listenAddress.location(), listenAddress.setting());
        try {
            listener.connect();
        } catch (SQLException e) {
            throw problems.failing(listenAddress.role(), e);
        }
        if (!listener.receives(sender.sendTest())) {
            throw problems.noNotifications();
        }
        node.subscribeMessages(message -> RelayCodec.decode(message).ifPresent(this::receive));
        node.subscribeRemovals(this::onNodeRemoved);
        sender.start();
        listener.start();
    }

    @Override
    public void publish(RelaySignal signal) {
        if (signal instanceof RelaySignal.UserKicked kicked) {
            store(RelayCodec.encode(kicked));
        } else {
            sender.send(signal);
        }
    }

    /** Stores a message for each other node, until that succeeds. */
    private void store(String message) {
        writing.call(
                        "pass a message to the other nodes",
                        connection -> connection.update(
                                "INSERT INTO node_message (node, body) SELECT id, ? FROM node"
                                        + " WHERE gone IS NULL AND id <> ?",
                                message,
                                node.id()))
                .whenComplete((stored, failure) -> {
                    if (failure == null) {
                        sender.sendReadMessages();
                    } else if (!closed) {
                        later.execute(() -> store(message));
                    }
                });
    }

    /** The removed node may have stored something without a notice: all nodes read what may have changed. */
    private void onNodeRemoved() {
        RelaySignal lost = new RelaySignal.SignalsLost();
        receive(lost);
        sender.send(lost);
    }

    private void receive(RelaySignal signal) {
        listeners.forEach(each -> each.accept(signal));
    }

    @Override
    public void subscribe(Consumer<RelaySignal> each) {
        listeners.add(each);
    }

    /** Ends both connections. */
    void close() {
        closed = true;
        sender.close();
        listener.close();
    }
}
