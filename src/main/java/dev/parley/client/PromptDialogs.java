package dev.parley.client;

import dev.parley.client.session.ClientEventLoop;
import java.time.Duration;

/** Asks the user one question at a time, which {@link ClientState} determines. A line in progress waits meanwhile. */
final class PromptDialogs {

    private final ClientTerminal terminal;
    private final Countdown countdown;

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

    /** Asks for a nickname. */
    void askNickname() {
        terminal.prompt(Prompt.question("Your name? "));
    }

    /**
     * Asks whether to reconnect, which happens after a time without an answer.
     *
     * @param attempt the number of the attempt, from 1
     */
    void askReconnect(int attempt, Duration wait, Runnable yes) {
        countdown.start(wait, left -> showReconnect("attempt " + attempt + " in " + left + " s"), yes);
    }

    /** Shows that the client reconnects; the question can still be answered. */
    void showReconnecting(int attempt) {
        showReconnect("attempt " + attempt + " …");
    }

    private void showReconnect(String progress) {
        terminal.prompt(Prompt.question("Connection lost. Reconnect? [Y/n] (" + progress + ") "));
    }

    /** Asks whether to log in again. */
    void askLoginAgain() {
        terminal.prompt(Prompt.question("Reconnect? [y/N] "));
    }

    /** Stops the countdown. */
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
