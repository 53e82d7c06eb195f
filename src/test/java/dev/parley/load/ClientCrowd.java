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

/** Thousands of people by WebSocket, on the thread of whoever calls. */
final class ClientCrowd implements AutoCloseable {

    private static final int BUFFER = 1 << 18;
    private static final int SLICE_MILLIS = 100;
    private static final int MOST_COMPLAINTS = 20;

    private final int port;
    private final Selector selector;
    private final List<ReconnectingClient> people = new ArrayList<>();
    private final Set<ReconnectingClient> onTheWay = new HashSet<>();
    private final List<Long> arrivals = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final byte[] bytes = new byte[BUFFER];
    private long began;

    ClientCrowd(int port, int size) throws IOException {
        this.port = port;
        selector = Selector.open();
        for (int i = 0; i < size; i++) {
            people.add(new ReconnectingClient("p" + i, this));
        }
    }

    /** Comes in, so many at a time, or fails. */
    void enter(int atOnce, Duration within) throws IOException {
        for (int from = 0; from < people.size(); from += atOnce) {
            comeAndWait(people.subList(from, Math.min(people.size(), from + atOnce)), 0, within);
        }
    }

    /** All lose their connections. */
    void lose() throws IOException {
        for (ReconnectingClient reconnectingClient : people) {
            reconnectingClient.lose();
        }
        selector.selectNow();
    }

    /** All come at once; returns when each has heard this number, or fails. How long each took, in nanoseconds. */
    List<Long> comeBack(long until, Duration within) throws IOException {
        comeAndWait(people, until, within);
        return arrivals.stream().sorted().toList();
    }

    private void comeAndWait(List<ReconnectingClient> some, long until, Duration within) throws IOException {
        began = System.nanoTime();
        arrivals.clear();
        onTheWay.addAll(some);
        for (ReconnectingClient reconnectingClient : some) {
            reconnectingClient.come(port, selector, until);
        }
        while (!onTheWay.isEmpty() && complaints.isEmpty()) {
            serveFor(SLICE_MILLIS);
            if (System.nanoTime() - began > within.toNanos()) {
                complain(onTheWay.size() + " of " + some.size() + " were not there after " + within);
            }
        }
    }

    /** Listens for so long, as all do who are here. */
    void listen(Duration time) {
        long from = System.nanoTime();
        while (System.nanoTime() - from < time.toNanos()) {
            serveFor(SLICE_MILLIS);
        }
    }

    private void serveFor(int millis) {
        try {
            selector.select(this::serve, millis);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(SelectionKey key) {
        ReconnectingClient reconnectingClient = (ReconnectingClient) key.attachment();
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                key.interestOps(SelectionKey.OP_READ);
                reconnectingClient.connected();
            } else if (key.isReadable()) {
                int read = channel.read(ByteBuffer.wrap(bytes));
                if (read < 0) {
                    complain(reconnectingClient + " was cut off");
                    channel.close();
                } else {
                    reconnectingClient.read(bytes, read);
                }
            }
        } catch (IOException e) {
            complain(reconnectingClient + " was cut off: " + e.getMessage());
            key.cancel();
        }
    }

    void arrived(ReconnectingClient reconnectingClient) {
        if (onTheWay.remove(reconnectingClient)) {
            arrivals.add(System.nanoTime() - began);
        }
    }

    void complain(String what) {
        if (complaints.size() < MOST_COMPLAINTS) {
            complaints.add(what);
        }
    }

    /** What went wrong; the first of it. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** What everybody heard last, from the least to the most. */
    List<Long> places() {
        return people.stream().map(ReconnectingClient::seq).sorted().toList();
    }

    @Override
    public void close() throws IOException {
        lose();
        selector.close();
    }
}
