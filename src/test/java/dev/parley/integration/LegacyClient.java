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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Reproduces one of the small legacy chat clients, which reads and writes as the original does, and fails where the
 * original would have hung, crashed or shown invalid text. Confined to one thread.
 */
public abstract class LegacyClient implements AutoCloseable {

    /** The timeout of a read on a busy machine. The original would wait forever. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

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

    /** Returns the nickname. */
    public final String name() {
        return name;
    }

    /** Sends this text, one word for clients that send words, as if the user pressed Enter. */
    public abstract void send(String text);

    /**
     * Reads once, as the original does when there is something to read or when it is its turn, and records the text.
     */
    abstract void readOnce();

    /** Leaves in the way of the original. */
    public abstract void leave();

    /** Waits until the shown text contains this. */
    public final void receive(String part) {
        long until = System.nanoTime() + TIMEOUT.toNanos();
        while (count(part) == 0) {
            if (ended || System.nanoTime() > until) {
                throw new AssertionError(name + " did not receive “" + part + "” but: " + shown);
            }
            readOnce();
        }
    }

    /** Reads until it detects the end. */
    public final void awaitEnd() {
        while (!ended) {
            readOnce();
        }
    }

    /** Returns how often this was shown. */
    public final int count(String part) {
        String all = String.join("\n", shown);
        int times = 0;
        for (int at = all.indexOf(part); at >= 0; at = all.indexOf(part, at + 1)) {
            times++;
        }
        return times;
    }

    /** Returns all the shown text. */
    public final List<String> shown() {
        return Collections.unmodifiableList(shown);
    }

    final void show(String text) {
        shown.add(text);
    }

    /** Records that it has detected the end. */
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

    /** Performs a blocking {@code recv(most)}; returns an empty string at the end. */
    final String read(int most) {
        return new String(readBytes(most), UTF_8);
    }

    /** Performs a blocking {@code recv(most)}; returns no bytes at the end. */
    final byte[] readBytes(int most) {
        try {
            if (selector.select(TIMEOUT.toMillis()) == 0) {
                throw new AssertionError(name + " would wait for ever; it has shown: " + shown);
            }
            selector.selectedKeys().clear();
            return readAvailableBytes(most);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Performs a {@code recv(most)} that does not block; returns an empty string at the end, or if there is nothing to
     * read.
     */
    final String readAvailable(int most) {
        return new String(readAvailableBytes(most), UTF_8);
    }

    private byte[] readAvailableBytes(int most) {
        ByteBuffer bytes = ByteBuffer.allocate(most);
        try {
            return socket.read(bytes) <= 0 ? new byte[0] : Arrays.copyOf(bytes.array(), bytes.position());
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
