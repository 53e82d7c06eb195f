package dev.parley.integration;

/**
 * Implements the client of a Python tutorial, whose receiving thread answers the read {@code NICK} with the nickname and
 * prints every other read, while another thread sends {@code NAME: TEXT} without an end.
 */
public final class NickClient extends LegacyClient {

    private static final int PIECE = 1024;

    private NickClient(int port, String name) {
        super(port, name);
    }

    /** Connects, and waits for the question. */
    public static NickClient join(int port, String name) {
        NickClient client = new NickClient(port, name);
        client.readOnce();
        return client;
    }

    @Override
    public void send(String text) {
        write(name() + ": " + text);
    }

    @Override
    void readOnce() {
        String piece = read(PIECE);
        if (piece.equals("NICK")) {
            write(name());
        } else if (piece.isEmpty()) {
            markEnded();
        } else {
            show(piece);
        }
    }

    @Override
    public void leave() {
        closeSocket();
    }
}
