package dev.parley.tcp.dialect.basic;

import dev.parley.chat.identity.ServerPassword;
import dev.parley.command.CommandRegistry;
import dev.parley.command.CommandSender;
import dev.parley.tcp.Dialect;

/**
 * The settings shared by all sessions of one dialect.
 *
 * @param dialect the dialect
 * @param encoders the encoders of room events
 * @param commandRegistry the user commands
 * @param serverPassword the server password; if one is set, {@link SingleRoomSession#login} refuses every login
 *     because its clients cannot send it
 * @param replay the maximum number of messages to replay on joining a room
 * @param maxNicknameLength the longest nickname that clients of this dialect support, in characters
 * @param maxMessageLength the longest message that clients of this dialect can send, in characters
 * @param truncates whether a message that is too long is truncated; otherwise it is refused
 */
public record DialectContext(
        Dialect dialect,
        RoomEncoders encoders,
        CommandRegistry<CommandSender> commandRegistry,
        ServerPassword serverPassword,
        int replay,
        int maxNicknameLength,
        int maxMessageLength,
        boolean truncates) {

    /** Limits of clients with fixed-size buffers, in characters. */
    private static final int FIXED_NICKNAME = 10;

    private static final int FIXED_MESSAGE = 500;

    /** Returns a context without limits of the dialect's own, for users who read refusals. */
    public static DialectContext of(
            Dialect dialect, EventFormat format, CommandRegistry<CommandSender> commands, ServerPassword password) {
        int max = Integer.MAX_VALUE;
        return new DialectContext(dialect, new RoomEncoders(format), commands, password, max, max, max, false);
    }

    /** Returns the context for clients that cannot show a long replay, nor a refusal in time: messages are truncated. */
    public DialectContext truncating(int replay) {
        return new DialectContext(
                dialect, encoders, commandRegistry, serverPassword, replay, maxNicknameLength, maxMessageLength, true);
    }

    /** Returns the same for clients with fixed-size buffers: nicknames of up to 10 characters, messages of up to 500. */
    public DialectContext withFixedBuffers(int replay) {
        return new DialectContext(
                dialect, encoders, commandRegistry, serverPassword, replay, FIXED_NICKNAME, FIXED_MESSAGE, true);
    }
}
