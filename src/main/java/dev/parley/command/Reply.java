package dev.parley.command;

import java.util.List;

/**
 * What a command is answered with, for nobody but who gave it.
 *
 * @param command the command's name; empty if there is no such command
 * @param lines for people to read; none if there is nothing to say
 */
public record Reply(String command, List<String> lines) {

    /** Copies the lines. */
    public Reply {
        lines = List.copyOf(lines);
    }
}
