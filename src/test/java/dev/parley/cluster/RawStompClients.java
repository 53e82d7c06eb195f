package dev.parley.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Many clients of STOMP over TCP that count frames and parse nothing else, so that they use little of the CPU that they share with
 * the nodes. One thread reads for all.
 */
final class RawStompClients implements AutoCloseable {

    private static final int BUFFER = 1 << 17;
    private static final int SELECT_MILLIS = 100;

    private final Selector selector;
    private final Thread thread = new Thread(this::run, "raw-stomp-clients");
    private final List<Client> clients = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean closed;

    RawStompClients() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** Measures the times of messages that contain the time at which they were sent. */
    private static final class Times {
        private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
        private int matched; // of the mark
        private long value;

        void accept(byte next) {
            if (matched == MARK.length && next >= '0' && next <= '9') {
                value = value * 10 + next - '0';
                return;
            }
            if (matched == MARK.length && value > 0) {
                nanos.add(System.nanoTime() - value);
            }
            value = 0;
            matched = matched < MARK.length && next == MARK[matched] ? matched + 1 : next == MARK[0] ? 1 : 0;
        }
    }

    /** Occurs once in each receipt, and in no other frame. */
    private static final byte[] RECEIPT = "\nreceipt-id:".getBytes(UTF_8);

    private static final byte[] MARK = "@t".getBytes(UTF_8);

    /** A connection. */
    static final class Client {
        private final SocketChannel channel;
        private final String room;
        private final AtomicLong frames = new AtomicLong();
        private final AtomicLong receipts = new AtomicLong();
        private final @Nullable Times times;
        private int matched; // of the name of the header of receipts
        private long published; // confined to the sender
        private long counted; // confined to the sender

        private Client(SocketChannel channel, String room, boolean timed) {
            this.channel = channel;
            this.room = room;
            this.times = timed ? new Times() : null;
        }

        /** Returns how many frames have arrived. */
        long frames() {
            return frames.get();
        }

        /** Returns how many receipts have arrived. */
        long receipts() {
            return receipts.get();
        }

        /** Returns how many messages with a receipt were published. */
        long published() {
            return published;
        }

        /** Returns the receipts that the sender has counted. */
        long counted() {
            return counted;
        }

        /** Counts receipts. */
        void count(long all) {
            counted = all;
        }

        /** Publishes a text with a receipt, in the room of the last subscription. */
        void publishWithReceipt(String text) {
            publish(room, text, "receipt:" + published++ + "\n");
        }

        /** Returns the measured times in nanoseconds, and forgets them. */
        List<Long> takeTimes() {
            if (times == null) {
                return List.of();
            }
            synchronized (times.nanos) {
                List<Long> taken = List.copyOf(times.nanos);
                times.nanos.clear();
                return taken;
            }
        }

        /** Sends text, which must fit into the socket's buffer. */
        void send(String text) {
            try {
                ByteBuffer bytes = UTF_8.encode(text);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Publishes a text. */
        void publish(String room, String text, String headers) {
            send("SEND\ndestination:/app/rooms/" + room + "\n" + headers + "\n{\"text\":\"" + text + "\"}\0");
        }

        private void onBytes(ByteBuffer buffer) {
            int found = 0;
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                if (next == 0) {
                    found++;
                }
                matched = next == RECEIPT[matched] ? matched + 1 : next == RECEIPT[0] ? 1 : 0;
                if (matched == RECEIPT.length) {
                    matched = 0;
                    receipts.incrementAndGet();
                }
                if (times != null) {
                    times.accept(next);
                }
            }
            frames.addAndGet(found);
        }
    }

    /** Returns the text that a client with measured times recognizes. */
    static String timestamp() {
        return "@t" + System.nanoTime() + " ";
    }

    /** Logs a client in, joins a room, and waits until it has the welcome event. */
    Client connect(int port, String name, String room, boolean timed) {
        try {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            Client client = new Client(channel, room, timed);
            client.send("CONNECT\naccept-version:1.2\nheart-beat:0,0\nlogin:" + name + "\n\n\0");
            await(client, 1);
            client.send("SUBSCRIBE\nid:s\ndestination:/topic/rooms/" + room + "\nreplay:0\n\n\0");
            await(client, 2);
            channel.configureBlocking(false);
            clients.add(client);
            selector.wakeup();
            channel.register(selector, SelectionKey.OP_READ, client);
            return client;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(Client client, int frames) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER / 8);
        while (client.frames() < frames) {
            if (client.channel.read(buffer.clear()) < 0) {
                throw new IOException("The login was refused.");
            }
            client.onBytes(buffer.flip());
        }
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        while (!closed) {
            try {
                selector.select(key -> read(key, buffer), SELECT_MILLIS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void read(SelectionKey key, ByteBuffer buffer) {
        try {
            if (((SocketChannel) key.channel()).read(buffer.clear()) < 0) {
                key.cancel();
            } else {
                ((Client) key.attachment()).onBytes(buffer.flip());
            }
        } catch (IOException ignored) {
            key.cancel();
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Client client : List.copyOf(clients)) {
            try {
                client.channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
