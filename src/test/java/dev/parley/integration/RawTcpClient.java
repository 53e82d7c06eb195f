package dev.parley.integration;

/** Implements a client that sends plain bytes: the nickname, and then one message per write. */
public final class RawTcpClient extends LegacyClient {

    private RawTcpClient(int port, String name) {
        super(port, name);
    }

    /** Connects and sends the nickname. */
    public static RawTcpClient join(int port, String name) {
        RawTcpClient client = new RawTcpClient(port, name);
        client.write(name);
        return client;
    }

    @Override
    public void send(String text) {
        write(text);
    }

    @Override
    void readOnce() {
        String piece = read(4096);
        if (piece.isEmpty()) {
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
