package dev.parley.command;

import java.util.List;

/**
 * The reply to a command, or a part of it, which only its sender receives.
 *
 * @param command the name of the command; empty if it is unknown
 * @param lines the lines for the user; may be empty
 * @param more whether another part follows
 * @param refused whether the command is unknown or had no effect
 */
public record Reply(String command, List<String> lines, boolean more, boolean refused) {

    /** Copies the lines. */
    public Reply {
        lines = List.copyOf(lines);
    }

    /** Creates a whole reply. */
    public Reply(String command, List<String> lines) {
        this(command, lines, false, false);
    }

    /** Creates a sentence of the server that is no reply. */
    public static Reply notice(String sentence) {
        return new Reply("notice", List.of(sentence));
    }

    /** Creates a part of a reply, which another part follows. */
    public static Reply part(String command, List<String> lines) {
        return new Reply(command, lines, true, false);
    }

    /** Creates the reply to a command that is unknown or had no effect. */
    public static Reply refused(String command, List<String> lines) {
        return new Reply(command, lines, false, true);
    }
}
