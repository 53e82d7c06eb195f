package dev.parley.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Something said once only, whose text shows who said it and whether it is whole. */
record TestMessage(String by, int number) {

    private static final int LONGEST = 200;

    private static final Pattern TEXT = Pattern.compile("<([a-z0-9]+)-(\\d+) (x*)>");

    /** Its reference. */
    String reference() {
        return by + "-" + number;
    }

    String text() {
        return "<" + reference() + " " + "x".repeat(number % LONGEST) + ">";
    }

    /** Whether a text is that of a saying, from its beginning to its end. */
    static boolean isWhole(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches() && matcher.group(3).length() == Integer.parseInt(matcher.group(2)) % LONGEST;
    }
}
