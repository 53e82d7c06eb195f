package dev.parley.integration;

import java.util.stream.Stream;

/**
 * Implements a client in C that sends and receives whole arrays: text, and NUL bytes up to the end of the array. It
 * prints what it receives up to the NUL, and reads beyond the array if there is none.
 */
public final class FixedBufferClient extends LegacyClient {

    private static final int NAME = 32;
    private static final int BUFFER = 1024;

    private FixedBufferClient(int port, String name) {
        super(port, name);
    }

    /** Connects and sends the nickname. */
    public static FixedBufferClient join(int port, String name) {
        FixedBufferClient client = new FixedBufferClient(port, name);
        client.write(padded(name, NAME));
        return client;
    }

    private static String padded(String text, int length) {
        return text + "\0".repeat(Math.max(0, length - text.length()));
    }

    @Override
    public void send(String text) {
        write(padded(text, BUFFER));
    }

    @Override
    void readOnce() {
        String piece = read(BUFFER);
        if (piece.isEmpty()) {
            markEnded();
        } else if (!piece.endsWith("\0")) {
            throw new AssertionError(name() + " would read beyond “" + piece + "”; shown: " + shown());
        } else {
            // The original reads in a thread of its own. Here, several pieces may have arrived since the last read.
            Stream.of(piece.split("\0", 0)).forEach(this::show);
        }
    }

    @Override
    public void leave() {
        closeSocket();
    }
}
