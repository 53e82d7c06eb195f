package dev.parley.integration;

/** Implements a client from tutorials that sends nothing at first, and puts its name in front of each message. */
public final class NamedClient extends LegacyClient {

    private static final int PIECE = 1024;

    private final String form;
    private boolean named;

    private NamedClient(int port, String name, String form) {
        super(port, name);
        this.form = form;
    }

    /**
     * Connects, and sends nothing.
     *
     * @param form a message, in which NAME and TEXT are replaced
     */
    public static NamedClient connect(int port, String name, String form) {
        return new NamedClient(port, name, form);
    }

    @Override
    public void send(String text) {
        named = true;
        write(form.replace("NAME", name()).replace("TEXT", text));
    }

    /** Shows what arrives, after the user has said something. */
    @Override
    void readOnce() {
        if (!named) {
            send("/who");
        }
        String piece = read(PIECE);
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
