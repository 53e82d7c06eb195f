package dev.parley.integration;

/** Implements a client with strict turns: after each message it reads once, and cannot send until then. */
public final class TurnsClient extends LegacyClient {

    private static final int ANSWER = 1024;

    /** A command whose answer goes to this client only. */
    private static final String IDLE = "\\rooms";

    private boolean named;

    private TurnsClient(int port, String name) {
        super(port, name);
    }

    /** Connects, and sends nothing. The nickname comes with the first message. */
    public static TurnsClient connect(int port, String name) {
        return new TurnsClient(port, name);
    }

    @Override
    public void send(String text) {
        write(name() + "> " + text + "\0");
        named = true;
        readAnswer();
    }

    /** Sends a command to receive its answer. */
    @Override
    void readOnce() {
        if (named) {
            write(IDLE + "\0");
        } else {
            write(name() + "> " + IDLE + "\0");
            named = true;
        }
        readAnswer();
    }

    private void readAnswer() {
        String answer = read(ANSWER);
        if (answer.isEmpty()) {
            throw new AssertionError(name() + " would not notice that it is over, and hang; shown: " + shown());
        }
        show(answer);
        if (answer.startsWith("\\quit")) {
            markEnded();
        }
    }

    /** Reads what arrives without a request, which has to be the one word it understands. */
    public void awaitQuit() {
        readAnswer();
        awaitEnd();
    }

    @Override
    public void leave() {
        write("\\quit");
        readAnswer();
    }
}
