package dev.parley.client;

import java.util.List;

/**
 * What stands last on the screen, in front of what is typed.
 *
 * @param kind what is typed there
 * @param text the prompt itself; may have colours
 * @param above lines that stay directly above it
 */
record Prompt(Kind kind, String text, List<String> above) {

    /** What is typed at a prompt. */
    enum Kind {
        /** Messages and commands. */
        TALK,
        /** The answer to a question; what was being typed comes back when the question has gone. */
        QUESTION
    }

    static Prompt talk(String text, List<String> above) {
        return new Prompt(Kind.TALK, text, above);
    }

    static Prompt question(String text) {
        return new Prompt(Kind.QUESTION, text, List.of());
    }
}
