package dev.parley.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One of the small chat programs of old, which reads and writes as its original did, and fails where that would have
 * hung, died or shown garbage. Confined to one thread.
 */
public abstract class LegacyClient implements AutoCloseable {

    /** How long it may take on a busy machine; where the original would have waited for ever, this has passed. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SocketChannel socket;
    private final Selector selector;
    private final String name;
    private final List<String> shown = new ArrayList<>();
    private boolean ended;

    LegacyClient(int port, String name) {
        this.name = name;
        try {
            socket = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.configureBlocking(false);
            selector = Selector.open();
            socket.register(selector, SelectionKey.OP_READ);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name it gave. */
    public final String name() {
        return name;
    }

    /** Its person types this, one word for those that send words, and presses Enter. */
    public abstract void send(String text);

    /** Does what the original does when there is something to read, or its turn to read; notes what it shows. */
    abstract void readOnce();

    /** Its person leaves, as the original lets them. */
    public abstract void leave();

    /** Waits until what it shows has this in it. */
    public final void receive(String part) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (count(part) == 0) {
            if (ended || System.nanoTime() > until) {
                throw new AssertionError(name + " did not hear “" + part + "” but: " + shown);
            }
            readOnce();
        }
    }

    /** Reads until it notices that it is over. */
    public final void awaitEnd() {
        while (!ended) {
            readOnce();
        }
    }

    /** In how many places it has shown this. */
    public final int count(String part) {
        String all = String.join("\n", shown);
        int times = 0;
        for (int at = all.indexOf(part); at >= 0; at = all.indexOf(part, at + 1)) {
            times++;
        }
        return times;
    }

    /** All it has shown. */
    public final List<String> shown() {
        return Collections.unmodifiableList(shown);
    }

    final void show(String text) {
        shown.add(text);
    }

    /** It has noticed that it is over. */
    final void markEnded() {
        ended = true;
    }

    final void write(String bytes) {
        write(bytes.getBytes(UTF_8));
    }

    final void write(byte[] bytes) {
        try {
            ByteBuffer all = ByteBuffer.wrap(bytes);
            while (all.hasRemaining()) {
                socket.write(all);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code recv(most)} that waits; empty at the end. */
    final String read(int most) {
        try {
            if (selector.select(PATIENCE.toMillis()) == 0) {
                throw new AssertionError(name + " would wait for ever; it has shown: " + shown);
            }
            selector.selectedKeys().clear();
            return readAvailable(most);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code recv(most)} that does not wait: takes what there is. Empty at the end, or if there is nothing. */
    final String readAvailable(int most) {
        ByteBuffer bytes = ByteBuffer.allocate(most);
        try {
            return socket.read(bytes) <= 0 ? "" : new String(bytes.array(), 0, bytes.position(), UTF_8);
        } catch (IOException e) {
            throw new AssertionError(name + " would die of a connection that was reset", e);
        }
    }

    final void closeSocket() {
        try {
            selector.close();
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closeSocket();
    }
}
