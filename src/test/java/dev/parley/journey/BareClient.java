package dev.parley.journey;

/** Nothing but bytes: the name, and then each piece a message. */
public final class BareClient extends OldClient {

    private BareClient(int port, String name) {
        super(port, name);
    }

    /** Connects and sends the name. */
    public static BareClient join(int port, String name) {
        BareClient client = new BareClient(port, name);
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
