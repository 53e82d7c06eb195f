package dev.parley.integration;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Implements the client of a Python tutorial with a length of 64 bytes in front of each text. It works in lock-step: it
 * reads one frame after each message, and the next ones at its next turns.
 */
public final class LongHeaderClient extends LegacyClient {

    private static final int HEADER = 64;

    private LongHeaderClient(int port, String name) {
        super(port, name);
    }

    /** Connects and sends the nickname. */
    public static LongHeaderClient join(int port, String name) {
        LongHeaderClient client = new LongHeaderClient(port, name);
        client.send(name);
        return client;
    }

    @Override
    public void send(String text) {
        String length = Integer.toString(text.getBytes(UTF_8).length);
        write(length + " ".repeat(HEADER - length.length()));
        write(text);
    }

    @Override
    void readOnce() {
        String header = read(HEADER);
        if (header.isEmpty()) {
            markEnded();
        } else if (!header.matches("[0-9]+ +") || header.length() != HEADER) {
            throw new AssertionError(name() + " would die of “" + header + "” as a length; shown: " + shown());
        } else {
            show(read(Integer.parseInt(header.strip())));
        }
    }

    @Override
    public void leave() {
        closeSocket();
    }
}
