package dev.parley.tcp.dialect.basic;

import dev.parley.chat.identity.ServerPassword;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.tcp.Dialect;

/**
 * The settings shared by all sessions of one dialect.
 *
 * @param dialect the dialect
 * @param commandRegistry the user commands
 * @param serverPassword the server password; if one is set, these dialects refuse every login because their clients
 *     cannot send it
 * @param replay the maximum number of messages to replay on joining a room
 * @param maxNicknameLength the longest nickname that clients of this dialect support, in characters
 * @param maxMessageLength the longest message that clients of this dialect can send, in characters
 */
public record DialectContext(
        Dialect dialect,
        CommandRegistry<CommandSender> commandRegistry,
        ServerPassword serverPassword,
        int replay,
        int maxNicknameLength,
        int maxMessageLength) {

    /** Limits of clients with fixed-size buffers, in characters. */
    private static final int FIXED_NICKNAME = 10;

    private static final int FIXED_MESSAGE = 500;

    /** Returns a context for clients without limits of their own. */
    public static DialectContext unlimited(
            Dialect dialect, CommandRegistry<CommandSender> commands, ServerPassword password, int replay) {
        return new DialectContext(dialect, commands, password, replay, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /**
     * Returns a context for clients with fixed-size buffers: nicknames of up to 10 characters, messages of up to 500.
     */
    public static DialectContext withFixedBuffers(
            Dialect dialect, CommandRegistry<CommandSender> commands, ServerPassword password, int replay) {
        return new DialectContext(dialect, commands, password, replay, FIXED_NICKNAME, FIXED_MESSAGE);
    }
}
