package dev.parley.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of this server that the page shows.
 *
 * @param name the name of this server
 * @param nameLength the longest nickname in characters
 * @param messageLength the longest message in characters
 * @param editWindowMillis the time for which the author may edit or delete a message; 0 for never
 * @param replay the number of messages shown after a join
 * @param terminalPort the TCP port for terminals; null if it is unknown
 * @param lanAddress the address of this machine in its local network; null if there is none, or if the page is not reached there
 * @param historyDays the days for which messages are kept; 0 for no limit
 * @param fileSize the most bytes of a file; 0 if users cannot send files
 * @param passwordRequired whether the server has a password
 * @param commands the slash commands, in the order of their help
 */
public record PageSettings(
        String name,
        int nameLength,
        int messageLength,
        long editWindowMillis,
        int replay,
        @Nullable Integer terminalPort,
        @Nullable String lanAddress,
        long historyDays,
        long fileSize,
        boolean passwordRequired,
        List<Command> commands) {

    /** Copies the commands. */
    public PageSettings {
        commands = List.copyOf(commands);
    }

    /**
     * A slash command.
     *
     * @param name the name, without the slash
     * @param usage the whole syntax
     * @param help the description
     */
    public record Command(String name, String usage, String help) {}
}
