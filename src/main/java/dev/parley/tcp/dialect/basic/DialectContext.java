package dev.parley.tcp.dialect.basic;

import dev.parley.chat.identity.ServerPassword;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.tcp.Dialect;

/**
 * What all talks in one dialect have in common.
 *
 * @param dialect the dialect
 * @param commandRegistry the commands everybody may give
 * @param serverPassword the server's, which cannot be asked for here: where there is one, nobody comes in this way
 * @param replay so many messages are shown on joining at most
 * @param maxNicknameLength the most characters of a nickname that the programs of this dialect can handle
 * @param maxMessageLength the most characters of a message that the programs of this dialect can send
 */
public record DialectContext(
        Dialect dialect,
        CommandRegistry<CommandSender> commandRegistry,
        ServerPassword serverPassword,
        int replay,
        int maxNicknameLength,
        int maxMessageLength) {

    /** The limits of programs with fixed buffers: 10 characters of a nickname, 500 of a message. */
    private static final int FIXED_NICKNAME = 10;

    private static final int FIXED_MESSAGE = 500;

    /** Returns a host whose programs have no limits of their own. */
    public static DialectContext unlimited(
            Dialect dialect,
            CommandRegistry<CommandSender> commandRegistry,
            ServerPassword serverPassword,
            int replay) {
        return new DialectContext(
                dialect, commandRegistry, serverPassword, replay, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** Returns a host whose programs have fixed buffers, whatever the limits of the server are. */
    public static DialectContext withFixedBuffers(
            Dialect dialect,
            CommandRegistry<CommandSender> commandRegistry,
            ServerPassword serverPassword,
            int replay) {
        return new DialectContext(dialect, commandRegistry, serverPassword, replay, FIXED_NICKNAME, FIXED_MESSAGE);
    }
}
