package dev.parley.terminal;

import dev.parley.terminal.session.Turns;
import java.time.Duration;

/** What a person is being asked, one question at a time, in front of which whatever was being typed waits. */
final class Questions {

    private final Face face;
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

    Questions(Face face, Turns turns) {
        this.face = face;
        this.countdown = new Countdown(turns);
    }

    /** What is being asked. */
    Kind asked() {
        return asked;
    }

    void name() {
        ask(Kind.NAME);
        face.prompt(Prompt.question("Your name? "));
    }

    /** Whether to come back; after so long that is done without an answer. */
    void comeBack(Duration wait, Runnable yes) {
        ask(Kind.COME_BACK);
        countdown.begin(
                wait, left -> face.prompt(Prompt.question("Connection lost. Reconnect? [Y/n] (" + left + " s) ")), yes);
    }

    void startOver() {
        ask(Kind.START_OVER);
        face.prompt(Prompt.question("Reconnect? [y/N] "));
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
