package dev.parley.client;

import dev.parley.client.session.ClientEventLoop;
import java.time.Duration;

/** What a person is being asked, one question at a time, in front of which whatever was being typed waits. */
final class PromptDialogs {

    private final ClientTerminal clientTerminal;
    private final Countdown countdown;
    private Kind asked = Kind.NOTHING;

    /** What there is to be asked. */
    enum Kind {
        NOTHING,
        NAME,
        /** Yes by itself, after a while. */
        COME_BACK,
        /** No, unless it is said. */
        START_OVER
    }

    /** What was answered. */
    enum Answer {
        YES,
        NO,
        /** Just Enter. */
        NONE,
        /** Something else. */
        OTHER
    }

    PromptDialogs(ClientTerminal clientTerminal, ClientEventLoop clientEventLoop) {
        this.clientTerminal = clientTerminal;
        this.countdown = new Countdown(clientEventLoop);
    }

    /** What is being asked. */
    Kind asked() {
        return asked;
    }

    void name() {
        ask(Kind.NAME);
        clientTerminal.prompt(Prompt.question("Your name? "));
    }

    /** Whether to come back; after so long that is done without an answer. */
    void askReconnect(Duration wait, Runnable yes) {
        ask(Kind.COME_BACK);
        countdown.start(
                wait,
                left -> clientTerminal.prompt(Prompt.question("Connection lost. Reconnect? [Y/n] (" + left + " s) ")),
                yes);
    }

    void startOver() {
        ask(Kind.START_OVER);
        clientTerminal.prompt(Prompt.question("Reconnect? [y/N] "));
    }

    private void ask(Kind kind) {
        countdown.stop();
        asked = kind;
    }

    /** There is nothing to be asked any more. */
    void none() {
        ask(Kind.NOTHING);
    }

    /** Nothing is done by itself any more; the question stays. */
    void hold() {
        countdown.stop();
    }

    /** Reads an answer. */
    static Answer read(String typed) {
        String answer = typed.strip();
        if (answer.isEmpty()) {
            return Answer.NONE;
        } else if (answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes")) {
            return Answer.YES;
        }
        return answer.equalsIgnoreCase("n") || answer.equalsIgnoreCase("no") ? Answer.NO : Answer.OTHER;
    }
}
