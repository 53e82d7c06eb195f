package dev.parley.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * One thread that reads for many clients. All that has come is taken in one read, at one time, and counted where it
 * lies.
 */
final class Loop implements AutoCloseable {

    private static final int BUFFER = 256 * 1024;

    private final Selector selector;
    private final Speech speech;
    private final Tally tally;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final byte[] bytes = new byte[BUFFER];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private final Consumer<SelectionKey> serve = this::serve;
    private final Thread thread;
    private volatile boolean closed;

    Loop(Dialect dialect) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tally = new Tally();
        speech = dialect.speech(tally);
        thread = new Thread(this::run, "load");
        thread.setDaemon(true);
        thread.start();
    }

    Tally tally() {
        return tally;
    }

    Speech speech() {
        return speech;
    }

    /** Does this on the loop's thread, soon. It must not fail. */
    void soon(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Does this on the loop's thread and waits until it is done, or throws what it throws. */
    void now(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        soon(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        done.join();
    }

    /** Begins to connect. To be called on the loop. */
    void connect(Client client, Dialect dialect) {
        try {
            int interest = client.channel().connect(dialect.address()) ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT;
            client.register(client.channel().register(selector, interest, client));
            if (interest == SelectionKey.OP_READ) {
                speech.connected(client);
            }
        } catch (IOException e) {
            client.over("it could not connect: " + e.getMessage());
        }
    }

    private void run() {
        while (!closed) {
            try {
                selector.select(serve);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(SelectionKey key) {
        Client client = (Client) key.attachment();
        try {
            if (key.isConnectable() && client.channel().finishConnect()) {
                key.interestOps(SelectionKey.OP_READ);
                speech.connected(client);
            }
            if (key.isWritable()) {
                client.flush();
            }
            if (key.isReadable()) {
                read(client);
            }
        } catch (IOException e) {
            client.over("the connection broke: " + e.getMessage());
        } catch (CancelledKeyException ignored) {
            client.over("it was closed");
        }
    }

    private void read(Client client) throws IOException {
        int carried = client.uncarry(bytes);
        buffer.clear().position(carried);
        int more = client.channel().read(buffer);
        if (more < 0) {
            client.over("the server closed the connection");
            return;
        }
        int to = carried + more;
        int taken = speech.read(client, bytes, 0, to, System.nanoTime());
        if (taken < to) {
            if (to - taken == BUFFER) {
                throw new IOException("something is longer than " + BUFFER + " bytes");
            }
            client.carry(bytes, taken, to);
        }
        tally.publish();
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
        }
    }
}
