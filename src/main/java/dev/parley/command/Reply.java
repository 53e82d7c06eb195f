package dev.parley.command;

import java.util.List;

/**
 * The reply to a command, which only its sender receives.
 *
 * @param command the name of the command; empty if it is unknown
 * @param lines the lines for the user; may be empty
 */
public record Reply(String command, List<String> lines) {

    /** Copies the lines. */
    public Reply {
        lines = List.copyOf(lines);
    }
}
