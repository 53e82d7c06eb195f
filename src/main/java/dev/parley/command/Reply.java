package dev.parley.command;

import java.util.List;

/**
 * The reply to a command, or a part of it, which only its sender receives.
 *
 * @param command the name of the command; empty if it is unknown
 * @param lines the lines for the user; may be empty
 * @param more whether another part follows
 */
public record Reply(String command, List<String> lines, boolean more) {

    /** Copies the lines. */
    public Reply {
        lines = List.copyOf(lines);
    }

    /** Creates a whole reply. */
    public Reply(String command, List<String> lines) {
        this(command, lines, false);
    }
}
