package dev.parley.integration;

/** Strict turns: after each message it reads once, and until then its person cannot type. */
public final class TurnsClient extends OldClient {

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
    public void says(String text) {
        sends(name() + "> " + text + "\0");
        named = true;
        answered();
    }

    /** Its person types something for the sake of the answer. */
    @Override
    void reads() {
        if (named) {
            sends(IDLE + "\0");
        } else {
            sends(name() + "> " + IDLE + "\0");
            named = true;
        }
        answered();
    }

    private void answered() {
        String answer = receives(ANSWER);
        if (answer.isEmpty()) {
            throw new AssertionError(name() + " would not notice that it is over, and hang; shown: " + shown());
        }
        shows(answer);
        if (answer.startsWith("\\quit")) {
            ends();
        }
    }

    /** Reads what has come without being asked for, which has to be the one word it understands. */
    public void findsItselfSentOff() {
        answered();
        isSentOff();
    }

    @Override
    public void leaves() {
        sends("\\quit");
        answered();
    }
}
