package dev.parley.integration;

import java.time.Duration;

/** A handshake of one word each, and then {@code NAME> WORD} without an end: what comes in one piece is one line. */
public final class HandleClient extends OldClient {

    private static final int PIECE = 499;

    /** What comes within this time of the server's handle is taken for a part of it. */
    private static final Duration APART = Duration.ofMillis(100);

    private HandleClient(int port, String name) {
        super(port, name);
    }

    /** Connects, and goes through the handshake. */
    public static HandleClient join(int port, String name) {
        HandleClient client = new HandleClient(port, name);
        client.sends(name);
        if (client.receives(PIECE).isEmpty()) {
            throw new AssertionError(name + " would take the handshake's first answer for the end");
        }
        long asked = System.nanoTime();
        client.sends("SEND_HANDLE");
        String handle = client.receives(PIECE);
        // Whoever looked later than that sees what has come since as well.
        boolean isInTime = System.nanoTime() - asked < APART.toNanos();
        if (isInTime ? !handle.equals("Server") : !handle.startsWith("Server")) {
            throw new AssertionError(name + " would show “" + handle + "” as the server's name");
        }
        return client;
    }

    @Override
    public void says(String word) {
        sends(name() + "> " + word);
    }

    @Override
    void reads() {
        String piece = receives(PIECE);
        if (piece.isEmpty() || piece.charAt(0) == '\0') {
            ends();
            return;
        }
        shows(piece);
        if (piece.endsWith("> \\quit")) {
            ends();
        }
    }

    @Override
    public void leaves() {
        says("\\quit");
    }
}
