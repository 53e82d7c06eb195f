package dev.parley.client;

import dev.parley.client.session.ClientEventLoop;
import java.time.Duration;

/** Asks the user one question at a time. A line in progress waits meanwhile. */
final class PromptDialogs {

    private final ClientTerminal terminal;
    private final Countdown countdown;
    private Kind current = Kind.NONE;

    /** The questions. */
    enum Kind {
        NONE,
        NICKNAME,
        /** Whether to reconnect after a loss; yes after a time without an answer. */
        RECONNECT,
        /** Whether to log in again after a logout; no unless the user agrees. */
        LOG_IN_AGAIN
    }

    /** The answers. */
    enum Answer {
        YES,
        NO,
        /** Only Enter. */
        EMPTY,
        /** Any other text. */
        OTHER
    }

    PromptDialogs(ClientTerminal terminal, ClientEventLoop loop) {
        this.terminal = terminal;
        this.countdown = new Countdown(loop);
    }

    /** Returns the current question. */
    Kind current() {
        return current;
    }

    /** Asks for a nickname. */
    void askNickname() {
        begin(Kind.NICKNAME);
        terminal.prompt(Prompt.question("Your name? "));
    }

    /** Asks whether to reconnect, which happens after a time without an answer. */
    void askReconnect(Duration wait, Runnable yes) {
        begin(Kind.RECONNECT);
        countdown.start(
                wait,
                left -> terminal.prompt(Prompt.question("Connection lost. Reconnect? [Y/n] (" + left + " s) ")),
                yes);
    }

    /** Asks whether to log in again. */
    void askLogInAgain() {
        begin(Kind.LOG_IN_AGAIN);
        terminal.prompt(Prompt.question("Reconnect? [y/N] "));
    }

    private void begin(Kind kind) {
        countdown.stop();
        current = kind;
    }

    /** Ends the question. */
    void end() {
        begin(Kind.NONE);
    }

    /** Stops the countdown; the question stays. */
    void stopCountdown() {
        countdown.stop();
    }

    /** Parses an answer. */
    static Answer parse(String typed) {
        String answer = typed.strip();
        if (answer.isEmpty()) {
            return Answer.EMPTY;
        } else if (answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes")) {
            return Answer.YES;
        }
        return answer.equalsIgnoreCase("n") || answer.equalsIgnoreCase("no") ? Answer.NO : Answer.OTHER;
    }
}
