package dev.parley.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of this server that the page shows.
 *
 * @param name the name of this server
 * @param nameLength the most characters of a name
 * @param messageLength the most characters of a message
 * @param replay messages shown on joining
 * @param terminalPort where terminals come in; null if that is not known
 * @param historyDays how many days messages are kept; 0 for ever
 * @param passwordRequired whether the server has a password
 * @param commands the slash commands, in the order of their help
 */
public record PageSettings(
        String name,
        int nameLength,
        int messageLength,
        int replay,
        @Nullable Integer terminalPort,
        long historyDays,
        boolean passwordRequired,
        List<Command> commands) {

    /** Copies the commands. */
    public PageSettings {
        commands = List.copyOf(commands);
    }

    /**
     * A slash command.
     *
     * @param name what is typed behind the slash
     * @param usage how it is written as a whole
     * @param help what it does
     */
    public record Command(String name, String usage, String help) {}
}
