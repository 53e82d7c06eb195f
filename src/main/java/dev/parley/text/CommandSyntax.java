package dev.parley.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The syntax of typed lines, which are commands or messages. The server, the operator console and the terminal client
 * parse lines with it; {@code parseInput.js} does the same on the page.
 */
public final class CommandSyntax {

    /** The words of IRC and of other chat programs for commands of this server. */
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("j", "join"),
            Map.entry("part", "leave"),
            Map.entry("names", "who"),
            Map.entry("whois", "who"),
            Map.entry("list", "rooms"),
            Map.entry("query", "msg"),
            Map.entry("w", "msg"),
            Map.entry("exit", "quit"),
            Map.entry("remove", "close"));

    /** 128 bits in Base64 for URLs (RFC 4648, section 5). */
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{22}");

    private CommandSyntax() {}

    /** Returns whether a line is a command: it begins with one slash or one backslash. */
    public static boolean isCommand(String line) {
        return hasPrefix(line) && !isEscaped(line);
    }

    /** Returns the text of a line that is no command: a doubled slash or backslash at the beginning stands for one. */
    public static String literal(String line) {
        return isEscaped(line) ? line.substring(1) : line;
    }

    /** Returns the line that sends a text: a slash or backslash at the beginning is doubled. */
    public static String escape(String text) {
        return hasPrefix(text) ? text.charAt(0) + text : text;
    }

    private static boolean isEscaped(String line) {
        return hasPrefix(line) && line.length() > 1 && line.charAt(0) == line.charAt(1);
    }

    private static boolean hasPrefix(String line) {
        return line.startsWith("/") || line.startsWith("\\");
    }

    /** Returns the command that a word stands for, in lower case: {@code leave} for {@code part} and {@code Leave}. */
    public static String commandName(String word) {
        String name = word.toLowerCase(Locale.ROOT);
        return ALIASES.getOrDefault(name, name);
    }

    /** Returns the words that stand for a command. */
    public static List<String> aliases(String command) {
        return ALIASES.entrySet().stream()
                .filter(alias -> alias.getValue().equals(command))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /**
     * Returns the argument of a command that names a room, without a key after it. After a name with {@code #}, any key or
     * reason that IRC has there is left out.
     */
    public static String roomArgument(String arguments) {
        String argument = arguments.strip();
        return argument.startsWith("#") || keyArgument(argument) != null ? argument.split("\\s+", 2)[0] : argument;
    }

    /** Returns the key of a private room, or the secret of an invitation, after the name of a room; null if there is none. */
    public static @Nullable String keyArgument(String arguments) {
        String[] words = arguments.strip().split("\\s+", 2);
        return words.length == 2 && KEY.matcher(words[1]).matches() ? words[1] : null;
    }

    /**
     * Returns a nickname without the signs of a form of address: {@code bob} for {@code @bob}, {@code bob,} and {@code
     * bob:}. A nickname may have these signs itself, so look for the nickname as typed first.
     */
    public static String withoutAddress(String nickname) {
        String bare = nickname.startsWith("@") ? nickname.substring(1) : nickname;
        if (bare.endsWith(",") || bare.endsWith(":")) {
            bare = bare.substring(0, bare.length() - 1);
        }
        return bare.isEmpty() ? nickname : bare;
    }
}
