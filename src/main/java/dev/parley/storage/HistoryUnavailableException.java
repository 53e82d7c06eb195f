package dev.parley.storage;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the database cannot be used; it is unchanged. The message is one sentence for the operator: the database, the
 * problem and the remedy.
 */
public final class HistoryUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String place;
    private final String explanation;

    /**
     * Creates an exception.
     *
     * @param place the database, to follow after "in"
     * @param setting the setting that names it
     * @param problem the problem, as a clause
     * @param remedy the remedy, as an imperative clause
     */
    public HistoryUnavailableException(
            String place, String setting, String problem, String remedy, @Nullable Throwable cause) {
        this(place, place + " (" + setting + ")", explanation(problem, remedy), cause);
    }

    /**
     * Creates an exception for a place whose description contains the setting.
     *
     * @param place the database, to follow after "in"
     * @param problem the problem, as a clause
     * @param remedy the remedy, as an imperative clause
     */
    public HistoryUnavailableException(String place, String problem, String remedy) {
        this(place, place, explanation(problem, remedy), null);
    }

    private HistoryUnavailableException(
            String place, String placeAndSetting, String explanation, @Nullable Throwable cause) {
        super("Messages cannot be kept in " + placeAndSetting + ": " + explanation + ".", cause);
        this.place = place;
        this.explanation = explanation;
    }

    private static String explanation(String problem, String remedy) {
        return problem + "; " + remedy;
    }

    /** Returns the sentence for a command that names the database by an option of its own. */
    public String sentence(String option) {
        return "The migration cannot use " + place + " (" + option + "): " + explanation + ".";
    }
}
