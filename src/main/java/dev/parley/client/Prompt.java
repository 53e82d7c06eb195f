package dev.parley.client;

import java.util.List;

/**
 * The last line of the terminal.
 *
 * @param kind the kind of input
 * @param text the prompt; may contain colors
 * @param above lines directly above the prompt
 */
record Prompt(Kind kind, String text, List<String> above) {

    /** The kind of input at a prompt. */
    enum Kind {
        /** Messages and commands. */
        MESSAGE,
        /** The answer to a question; a line in progress returns after it. */
        QUESTION
    }

    static Prompt message(String text, List<String> above) {
        return new Prompt(Kind.MESSAGE, text, above);
    }

    static Prompt question(String text) {
        return new Prompt(Kind.QUESTION, text, List.of());
    }
}
