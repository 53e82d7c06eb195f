package dev.parley.client;

import dev.parley.client.session.ClientEventLoop;
import java.time.Duration;

/** Asks the user one question at a time. A line in progress waits meanwhile. */
final class PromptDialogs {

    private final ClientTerminal terminal;
    private final Countdown countdown;
    private Kind asked = Kind.NOTHING;

    /** The questions. */
    enum Kind {
        NOTHING,
        NAME,
        /** Yes, after a while without an answer. */
        COME_BACK,
        /** No, unless the user agrees. */
        START_OVER
    }

    /** The answers. */
    enum Answer {
        YES,
        NO,
        /** Only Enter. */
        NONE,
        /** Any other text. */
        OTHER
    }

    PromptDialogs(ClientTerminal terminal, ClientEventLoop loop) {
        this.terminal = terminal;
        this.countdown = new Countdown(loop);
    }

    /** Returns the current question. */
    Kind asked() {
        return asked;
    }

    void name() {
        ask(Kind.NAME);
        terminal.prompt(Prompt.question("Your name? "));
    }

    /** Asks whether to reconnect, which happens after a time without an answer. */
    void askReconnect(Duration wait, Runnable yes) {
        ask(Kind.COME_BACK);
        countdown.start(
                wait,
                left -> terminal.prompt(Prompt.question("Connection lost. Reconnect? [Y/n] (" + left + " s) ")),
                yes);
    }

    void startOver() {
        ask(Kind.START_OVER);
        terminal.prompt(Prompt.question("Reconnect? [y/N] "));
    }

    private void ask(Kind kind) {
        countdown.stop();
        asked = kind;
    }

    /** Ends the question. */
    void none() {
        ask(Kind.NOTHING);
    }

    /** Stops the countdown; the question stays. */
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
