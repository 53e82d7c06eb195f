package dev.parley.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Represents a message that is sent once only. Its text shows the sender and whether it is complete. */
public record TestMessage(String by, int number) {

    private static final int LONGEST = 200;

    private static final Pattern TEXT = Pattern.compile("<([a-z0-9]+)-(\\d+) (x*)>");

    /** Returns the reference. */
    public String reference() {
        return by + "-" + number;
    }

    public String text() {
        return "<" + reference() + " " + "x".repeat(number % LONGEST) + ">";
    }

    /** Returns whether a text is that of a test message, from its beginning to its end. */
    public static boolean isComplete(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches() && matcher.group(3).length() == Integer.parseInt(matcher.group(2)) % LONGEST;
    }
}
