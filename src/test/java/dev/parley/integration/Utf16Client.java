package dev.parley.integration;

import static java.nio.charset.StandardCharsets.UTF_16LE;

/** Implements a client in C# that sends and receives pieces of {@code Encoding.Unicode}. */
public final class Utf16Client extends LegacyClient {

    private static final int PIECE = 2048;

    private Utf16Client(int port, String name) {
        super(port, name);
    }

    /** Connects and sends the nickname. */
    public static Utf16Client join(int port, String name) {
        Utf16Client client = new Utf16Client(port, name);
        client.send(name);
        return client;
    }

    @Override
    public void send(String text) {
        write(text.getBytes(UTF_16LE));
    }

    @Override
    void readOnce() {
        byte[] piece = readBytes(PIECE);
        if (piece.length == 0) {
            markEnded();
        } else {
            show(new String(piece, UTF_16LE));
        }
    }

    @Override
    public void leave() {
        closeSocket();
    }
}
