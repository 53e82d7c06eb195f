package dev.parley.integration;

/** Nothing but bytes: the name, and then each piece a message. */
public final class RawTcpClient extends OldClient {

    private RawTcpClient(int port, String name) {
        super(port, name);
    }

    /** Connects and sends the name. */
    public static RawTcpClient join(int port, String name) {
        RawTcpClient client = new RawTcpClient(port, name);
        client.sends(name);
        return client;
    }

    @Override
    public void says(String text) {
        sends(text);
    }

    @Override
    void reads() {
        String piece = receives(4096);
        if (piece.isEmpty()) {
            ends();
        } else {
            shows(piece);
        }
    }

    @Override
    public void leaves() {
        closesSocket();
    }
}
