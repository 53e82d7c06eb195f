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
 * One thread that reads for many clients. It reads the available bytes of a client with one system call, takes one
 * timestamp for all messages in them, and decodes them in place. Any thread may call its methods, unless they state
 * otherwise.
 */
final class EventLoop implements AutoCloseable {

    /** The size of the read buffer, and so the longest message, in bytes. */
    private static final int BUFFER_SIZE = 256 * 1024;

    private final Selector selector;
    private final ClientProtocol protocol;
    private final LoopMetrics metrics;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final byte[] bytes = new byte[BUFFER_SIZE];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private final Consumer<SelectionKey> onReady = this::onReady;
    private final Thread thread;
    private volatile boolean closed;

    /** Starts the thread. */
    EventLoop(LoadTarget target) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        metrics = new LoopMetrics();
        protocol = target.protocol(metrics);
        thread = new Thread(this::run, "load");
        thread.setDaemon(true);
        thread.start();
    }

    LoopMetrics metrics() {
        return metrics;
    }

    ClientProtocol protocol() {
        return protocol;
    }

    /** Runs the task on the thread of the loop, without waiting. The task must not throw. */
    void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /** Runs the task on the thread of the loop, waits until it is done, and rethrows its exception. */
    void executeAndWait(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        execute(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        done.join();
    }

    /** Starts to connect the client. Called on the thread of the loop. */
    void connect(Client client, LoadTarget target) {
        try {
            int interest = client.channel().connect(target.address()) ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT;
            client.setKey(client.channel().register(selector, interest, client));
            if (interest == SelectionKey.OP_READ) {
                protocol.onConnect(client);
            }
        } catch (IOException e) {
            client.close("connect failed: " + e.getMessage());
        }
    }

    private void run() {
        while (!closed) {
            try {
                selector.select(onReady);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void onReady(SelectionKey key) {
        Client client = (Client) key.attachment();
        try {
            if (key.isConnectable() && client.channel().finishConnect()) {
                key.interestOps(SelectionKey.OP_READ);
                protocol.onConnect(client);
            }
            if (key.isWritable()) {
                client.flush();
            }
            if (key.isReadable()) {
                read(client);
            }
        } catch (IOException e) {
            client.close("I/O error: " + e.getMessage());
        } catch (CancelledKeyException ignored) {
            client.close("the connection was closed");
        }
    }

    private void read(Client client) throws IOException {
        int restored = client.restoreRemainder(bytes);
        buffer.clear().position(restored);
        int read = client.channel().read(buffer);
        if (read < 0) {
            client.close("the server closed the connection");
            return;
        }
        int to = restored + read;
        int consumed = protocol.onRead(client, bytes, 0, to, System.nanoTime());
        if (consumed < to) {
            if (to - consumed == BUFFER_SIZE) {
                throw new IOException("a message is longer than " + BUFFER_SIZE + " bytes");
            }
            client.keepRemainder(bytes, consumed, to);
        }
        metrics.publish();
    }

    /** Stops the thread and waits until it has ended. */
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
