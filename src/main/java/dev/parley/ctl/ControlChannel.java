package dev.parley.ctl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Exchanges lines in UTF-8 over a connection. Reads are confined to one thread; writes are thread-safe. Both block. */
public final class ControlChannel implements Closeable {

    /** The most bytes of a line. */
    private static final int MOST_BYTES = 1 << 20;

    private final SocketChannel channel;
    private final ByteBuffer input = ByteBuffer.allocate(8_192).limit(0);
    private final Object writing = new Object();

    /** Creates the exchange over an open connection. */
    public ControlChannel(SocketChannel channel) {
        this.channel = channel;
    }

    /** Reads the next line; null at the end of the input. */
    public @Nullable String read() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            while (input.hasRemaining()) {
                byte next = input.get();
                if (next == '\n') {
                    return line.toString(UTF_8);
                }
                line.write(next);
                if (line.size() > MOST_BYTES) {
                    throw new IOException("a line is too long");
                }
            }
            input.clear();
            int read = channel.read(input);
            input.flip();
            if (read < 0) {
                return null;
            }
        }
    }

    /** Writes a line. */
    public void write(String line) throws IOException {
        synchronized (writing) {
            write(channel, line);
        }
    }

    /** Writes a line to a connection. */
    static void write(SocketChannel channel, String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
