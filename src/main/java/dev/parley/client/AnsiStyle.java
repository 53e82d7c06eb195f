package dev.parley.client;

import java.util.Locale;
import java.util.Map;

/**
 * The colours, weights and bell of the output, as far as they are enabled.
 *
 * @param colours whether colours and weights are enabled
 * @param bells whether the bell is enabled
 */
record AnsiStyle(boolean colours, boolean bells) {

    /** For files, pipes and screen readers. */
    static final AnsiStyle NONE = new AnsiStyle(false, false);

    /** Neither black nor white, one of which is the background. */
    private static final int[] NAMES = {31, 32, 33, 34, 35, 36};

    private static final String ESCAPE = "\u001b[";
    private static final String OFF = ESCAPE + "0m";
    private static final String BELL = "\u0007";

    /**
     * Returns whether colours are enabled.
     *
     * @param refused whether an option disables them
     * @param environment the environment: {@code NO_COLOR} disables them unless it is empty, as does {@code
     *     TERM=dumb}
     */
    static boolean coloursWanted(boolean refused, boolean terminal, Map<String, String> environment) {
        return !refused
                && terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** Returns a nickname, always in the same colour. */
    String name(String name) {
        int place = Math.floorMod(name.toLowerCase(Locale.ROOT).hashCode(), NAMES.length);
        return styled(Integer.toString(NAMES[place]), name);
    }

    /** Returns a text of less importance. */
    String dim(String text) {
        return styled("2", text);
    }

    /** Returns a text that mentions the user. */
    String mention(String text) {
        return styled("1", text) + (bells ? BELL : "");
    }

    /** Returns the prompt. */
    String prompt(String text) {
        return styled("1", text);
    }

    private String styled(String style, String text) {
        return colours && !text.isEmpty() ? ESCAPE + style + "m" + text + OFF : text;
    }
}
