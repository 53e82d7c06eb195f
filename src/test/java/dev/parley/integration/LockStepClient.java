package dev.parley.integration;

/** Implements a client without threads: it sends its name, and then reads once after each message. */
public final class LockStepClient extends LegacyClient {

    private static final int PIECE = 1024;

    private LockStepClient(int port, String name) {
        super(port, name);
    }

    /** Connects, sends the nickname and reads the answer. */
    public static LockStepClient join(int port, String name) {
        LockStepClient client = new LockStepClient(port, name);
        client.write(name);
        client.readAnswer();
        return client;
    }

    /** Sends a text and blocks until there is an answer. */
    @Override
    public void send(String text) {
        write(text);
        readAnswer();
    }

    /** Speaks in order to read. */
    @Override
    void readOnce() {
        send("hm");
    }

    private void readAnswer() {
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
