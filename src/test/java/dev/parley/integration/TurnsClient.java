package dev.parley.integration;

/** Strict turns: after each message it reads once, and until then its person cannot type. */
public final class TurnsClient extends LegacyClient {

    private static final int ANSWER = 1024;

    /** Nobody but its own person hears of it. */
    private static final String IDLE = "\\rooms";

    private boolean named;

    private TurnsClient(int port, String name) {
        super(port, name);
    }

    /** Connects, and stays silent: the name comes with the first message. */
    public static TurnsClient connect(int port, String name) {
        return new TurnsClient(port, name);
    }

    @Override
    public void send(String text) {
        write(name() + "> " + text + "\0");
        named = true;
        readAnswer();
    }

    /** Its person types something for the sake of the answer. */
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

    /** Reads what has come without being asked for, which has to be the one word it understands. */
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
