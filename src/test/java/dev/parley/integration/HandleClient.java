package dev.parley.integration;

import java.time.Duration;

/**
 * Implements a client with a handshake of one word each and then {@code NAME> WORD} without a delimiter: each read is
 * one line.
 */
public final class HandleClient extends LegacyClient {

    private static final int PIECE = 499;

    /** Bytes that arrive within this time after the handle of the server count as part of it. */
    private static final Duration SAME_READ = Duration.ofMillis(100);

    private HandleClient(int port, String name) {
        super(port, name);
    }

    /** Connects and completes the handshake. */
    public static HandleClient join(int port, String name) {
        HandleClient client = new HandleClient(port, name);
        client.write(name);
        if (client.read(PIECE).isEmpty()) {
            throw new AssertionError(name + " would take the handshake's first answer for the end");
        }
        long requested = System.nanoTime();
        client.write("SEND_HANDLE");
        String handle = client.read(PIECE);
        // A later read also contains messages that arrived meanwhile.
        boolean isInTime = System.nanoTime() - requested < SAME_READ.toNanos();
        if (isInTime ? !handle.equals("Server") : !handle.startsWith("Server")) {
            throw new AssertionError(name + " would show “" + handle + "” as the server's name");
        }
        return client;
    }

    @Override
    public void send(String word) {
        write(name() + "> " + word);
    }

    @Override
    void readOnce() {
        String piece = read(PIECE);
        if (piece.isEmpty() || piece.charAt(0) == '\0') {
            markEnded();
            return;
        }
        show(piece);
        if (piece.endsWith("> \\quit")) {
            markEnded();
        }
    }

    @Override
    public void leave() {
        send("\\quit");
    }
}
