package dev.parley.chat.moderation;

import dev.parley.chat.identity.User;
import org.jspecify.annotations.Nullable;

/**
 * The operator behind an act.
 *
 * @param name the name for the log and for other operators: the nickname of a user, or {@code console}
 * @param userId the id of the user, see {@link User#id()}; null for the console, whose acts bind operators too
 */
public record Operator(String name, @Nullable String userId) {

    /** The terminal that the server was started in. */
    public static final Operator CONSOLE = new Operator("console", null);

    /** Returns the console of an account of this machine. */
    public static Operator console(String account) {
        return account.isEmpty() ? CONSOLE : new Operator("console (" + account + ")", null);
    }

    /** Returns a user as an operator. */
    public static Operator of(User user) {
        return new Operator(user.nickname().text(), user.id());
    }

    /** Returns whether this is the console. */
    public boolean isConsole() {
        return userId == null;
    }
}
