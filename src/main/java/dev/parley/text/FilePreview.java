package dev.parley.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a message with a file, without its size and address, for previews. */
public final class FilePreview {

    /** The text of a message with a file; the group {@code token} is the token in the address. */
    public static final Pattern LINE = Pattern.compile("\\[(?<kind>image|file): (?<name>[^\\n]{1,300}), [^,\\n]{1,20},"
            + " \\S{0,500}/files/(?<token>[A-Za-z0-9_-]{22})/\\S{1,60}]");

    private FilePreview() {}

    /** Returns {@code [image: NAME]} or {@code [file: NAME]} for the text of a message with a file; other texts as they are. */
    public static String of(String text) {
        // Nearly all messages end here.
        if (!text.endsWith("]") || !text.startsWith("[")) {
            return text;
        }
        Matcher line = LINE.matcher(text);
        return line.matches() ? "[" + line.group("kind") + ": " + line.group("name") + "]" : text;
    }
}
