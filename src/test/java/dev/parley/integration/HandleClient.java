package dev.parley.integration;

import java.time.Duration;

/** A handshake of one word each, and then {@code NAME> WORD} without an end: what comes in one piece is one line. */
public final class HandleClient extends LegacyClient {

    private static final int PIECE = 499;

    /** What comes within this time of the server's handle is taken for a part of it. */
    private static final Duration APART = Duration.ofMillis(100);

    private HandleClient(int port, String name) {
        super(port, name);
    }

    /** Connects, and goes through the handshake. */
    public static HandleClient join(int port, String name) {
        HandleClient client = new HandleClient(port, name);
        client.write(name);
        if (client.read(PIECE).isEmpty()) {
            throw new AssertionError(name + " would take the handshake's first answer for the end");
        }
        long asked = System.nanoTime();
        client.write("SEND_HANDLE");
        String handle = client.read(PIECE);
        // Whoever looked later than that sees what has come since as well.
        boolean isInTime = System.nanoTime() - asked < APART.toNanos();
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
