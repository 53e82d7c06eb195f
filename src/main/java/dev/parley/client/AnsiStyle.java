package dev.parley.client;

import java.util.Locale;
import java.util.Map;

/**
 * How things are set off from each other on a screen: by colours, weight and a bell, or not at all.
 *
 * @param colours whether there are colours and weights
 * @param bells whether it may ring
 */
record AnsiStyle(boolean colours, boolean bells) {

    /** For files, pipes, and whoever has lines read out. */
    static final AnsiStyle NONE = new AnsiStyle(false, false);

    /** Neither black nor white, one of which is the background. */
    private static final int[] NAMES = {31, 32, 33, 34, 35, 36};

    private static final String ESCAPE = "\u001b[";
    private static final String OFF = ESCAPE + "0m";
    private static final String BELL = "\u0007";

    /**
     * Whether there are colours on a screen.
     *
     * @param refused whether an option says that there are none
     * @param environment what {@code NO_COLOR} and {@code TERM} are: the former counts unless it is empty
     */
    static boolean coloursWanted(boolean refused, boolean terminal, Map<String, String> environment) {
        return !refused
                && terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** A person's name, always in the same colour. */
    String name(String name) {
        int place = Math.floorMod(name.toLowerCase(Locale.ROOT).hashCode(), NAMES.length);
        return styled(Integer.toString(NAMES[place]), name);
    }

    /** Something of less importance. */
    String dim(String text) {
        return styled("2", text);
    }

    /** Something said to whoever reads it. */
    String mention(String text) {
        return styled("1", text) + (bells ? BELL : "");
    }

    /** A person's own prompt. */
    String prompt(String text) {
        return styled("1", text);
    }

    private String styled(String style, String text) {
        return colours && !text.isEmpty() ? ESCAPE + style + "m" + text + OFF : text;
    }
}
