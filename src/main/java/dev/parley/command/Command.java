package dev.parley.command;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A slash command.
 *
 * @param name what is typed behind the slash
 * @param arguments how the rest is written, such as {@code NAME TEXT}; empty if there is none
 * @param help one sentence on what it does
 * @param action what it does
 * @param <C> who may give it
 */
public record Command<C>(String name, String arguments, String help, Action<C> action) {

    /** What a command does. */
    @FunctionalInterface
    public interface Action<C> {

        /**
         * Does it.
         *
         * @param arguments what was typed behind the name, without blanks around it
         * @return the answer's lines, for nobody but the caller; never fails for what people can do wrong
         */
        CompletionStage<List<String>> run(C caller, String arguments);
    }

    /** How it is written, such as {@code /msg NAME TEXT}. */
    public String usage() {
        return arguments.isEmpty() ? "/" + name : "/" + name + " " + arguments;
    }
}
