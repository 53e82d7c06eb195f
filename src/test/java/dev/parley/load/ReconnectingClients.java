package dev.parley.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Runs thousands of WebSocket clients on the thread of the caller. */
final class ReconnectingClients implements AutoCloseable {

    private static final int BUFFER = 1 << 18;
    private static final int SELECT_MILLIS = 100;
    private static final int MAX_ERRORS = 20;

    private final int port;
    private final Selector selector;
    private final List<ReconnectingClient> clients = new ArrayList<>();
    private final Set<ReconnectingClient> pending = new HashSet<>();
    private final List<Long> durations = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final byte[] bytes = new byte[BUFFER];
    private long began;

    ReconnectingClients(int port, int size) throws IOException {
        this.port = port;
        selector = Selector.open();
        for (int i = 0; i < size; i++) {
            clients.add(new ReconnectingClient("p" + i, this));
        }
    }

    /** Connects all clients, this many at a time, or records an error. */
    void connectAll(int atOnce, Duration within) throws IOException {
        for (int from = 0; from < clients.size(); from += atOnce) {
            connectAndWait(clients.subList(from, Math.min(clients.size(), from + atOnce)), 0, within);
        }
    }

    /** Closes all connections. */
    void closeConnections() throws IOException {
        for (ReconnectingClient reconnectingClient : clients) {
            reconnectingClient.closeConnection();
        }
        selector.selectNow();
    }

    /**
     * Reconnects all clients at once, and waits until each has received this number, or records an error. Returns how
     * long each took, in nanoseconds.
     */
    List<Long> reconnectAll(long until, Duration within) throws IOException {
        connectAndWait(clients, until, within);
        return durations.stream().sorted().toList();
    }

    private void connectAndWait(List<ReconnectingClient> some, long until, Duration within) throws IOException {
        began = System.nanoTime();
        durations.clear();
        pending.addAll(some);
        for (ReconnectingClient reconnectingClient : some) {
            reconnectingClient.connect(port, selector, until);
        }
        while (!pending.isEmpty() && errors.isEmpty()) {
            selectFor(SELECT_MILLIS);
            if (System.nanoTime() - began > within.toNanos()) {
                addError(pending.size() + " of " + some.size() + " were not there after " + within);
            }
        }
    }

    /** Receives for this time. */
    void receiveFor(Duration time) {
        long from = System.nanoTime();
        while (System.nanoTime() - from < time.toNanos()) {
            selectFor(SELECT_MILLIS);
        }
    }

    private void selectFor(int millis) {
        try {
            selector.select(this::handle, millis);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(SelectionKey key) {
        ReconnectingClient reconnectingClient = (ReconnectingClient) key.attachment();
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                key.interestOps(SelectionKey.OP_READ);
                reconnectingClient.onConnect();
            } else if (key.isReadable()) {
                int read = channel.read(ByteBuffer.wrap(bytes));
                if (read < 0) {
                    addError(reconnectingClient + " was cut off");
                    channel.close();
                } else {
                    reconnectingClient.onBytes(bytes, read);
                }
            }
        } catch (IOException e) {
            addError(reconnectingClient + " was cut off: " + e.getMessage());
            key.cancel();
        }
    }

    void onCaughtUp(ReconnectingClient reconnectingClient) {
        if (pending.remove(reconnectingClient)) {
            durations.add(System.nanoTime() - began);
        }
    }

    void addError(String what) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(what);
        }
    }

    /** Returns the first errors. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    /** Returns the last message number of each client, in ascending order. */
    List<Long> positions() {
        return clients.stream().map(ReconnectingClient::seq).sorted().toList();
    }

    @Override
    public void close() throws IOException {
        closeConnections();
        selector.close();
    }
}
