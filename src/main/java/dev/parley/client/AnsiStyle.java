package dev.parley.client;

import java.util.Locale;
import java.util.Map;

/**
 * The colors and weights of the output.
 *
 * @param colors whether they are enabled
 */
record AnsiStyle(boolean colors) {

    /** No styles: for files, pipes and screen readers. */
    static final AnsiStyle NONE = new AnsiStyle(false);

    /** The color codes of nicknames: neither black nor white, one of which is the background. */
    private static final int[] NAME_COLORS = {31, 32, 33, 34, 35, 36};

    private static final String ESCAPE = "\u001b[";
    private static final String RESET = ESCAPE + "0m";

    /**
     * Returns whether colors are enabled.
     *
     * @param disabled whether an option disables them
     * @param environment the environment: {@code NO_COLOR} disables them unless it is empty, as does {@code
     *     TERM=dumb}
     */
    static boolean colorsEnabled(boolean disabled, boolean terminal, Map<String, String> environment) {
        return !disabled
                && terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** Returns a nickname, always in the same color. */
    String name(String name) {
        int index = Math.floorMod(name.toLowerCase(Locale.ROOT).hashCode(), NAME_COLORS.length);
        return withStyle(Integer.toString(NAME_COLORS[index]), name);
    }

    /** Returns a text of less importance. */
    String dim(String text) {
        return withStyle("2", text);
    }

    /** Returns a text that mentions the user. */
    String mention(String text) {
        return withStyle("1", text);
    }

    /** Returns the prompt. */
    String prompt(String text) {
        return withStyle("1", text);
    }

    private String withStyle(String style, String text) {
        return colors && !text.isEmpty() ? ESCAPE + style + "m" + text + RESET : text;
    }
}
