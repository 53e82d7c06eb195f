package dev.parley.command;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A slash command.
 *
 * @param name the name after the slash
 * @param arguments the form of the arguments, such as {@code NAME TEXT}; empty if there are none
 * @param help one sentence on the effect
 * @param action the action
 * @param <C> the type of the sender
 */
public record Command<C>(String name, String arguments, String help, Action<C> action) {

    /** The action of a command. */
    @FunctionalInterface
    public interface Action<C> {

        /**
         * Runs the action.
         *
         * @param arguments the text after the name, without blanks around it
         * @return the lines of the reply, which only the sender receives; never fails for a mistake of the user
         */
        CompletionStage<List<String>> run(C caller, String arguments);
    }

    /** Returns the usage, such as {@code /msg NAME TEXT}. */
    public String usage() {
        return arguments.isEmpty() ? "/" + name : "/" + name + " " + arguments;
    }
}
