package dev.parley.command;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A slash command.
 *
 * @param name the name after the slash
 * @param arguments the form of the arguments, such as {@code NAME TEXT}; empty if there are none
 * @param help one sentence on the effect
 * @param action the action
 * @param visible whether the help lists it for a sender
 * @param takes whether it takes typed arguments, if another command has the same name
 * @param operatorsOnly whether it is refused to users who are not operators
 * @param <C> the type of the sender
 */
public record Command<C>(
        String name,
        String arguments,
        String help,
        Action<C> action,
        Predicate<C> visible,
        Predicate<String> takes,
        boolean operatorsOnly) {

    /** Creates a command that the help lists for all senders. */
    public Command(String name, String arguments, String help, Action<C> action) {
        this(name, arguments, help, action, caller -> true, rest -> true, false);
    }

    /** The action of a command. */
    @FunctionalInterface
    public interface Action<C> {

        /**
         * Runs the action.
         *
         * @param arguments the text after the name, without blanks around it
         * @return the lines of the reply, which only the sender receives; fails with a {@link RefusedCommandException}
         *     if a program should learn that the command had no effect
         */
        CompletionStage<List<String>> run(C caller, String arguments);
    }

    /** Returns the usage, such as {@code /msg NAME TEXT}. */
    public String usage() {
        return arguments.isEmpty() ? "/" + name : "/" + name + " " + arguments;
    }

    /** Returns the same command for another type of sender, from which the sender of this one is derived. */
    public <D> Command<D> adapt(Function<? super D, ? extends C> sender) {
        return new Command<>(
                name,
                arguments,
                help,
                (caller, rest) -> action.run(sender.apply(caller), rest),
                caller -> visible.test(sender.apply(caller)),
                takes,
                operatorsOnly);
    }

    /** Returns the same command for some arguments; another command of this name takes the others. */
    public Command<C> taking(Predicate<String> typed) {
        return new Command<>(name, arguments, help, action, visible, typed, operatorsOnly);
    }
}
