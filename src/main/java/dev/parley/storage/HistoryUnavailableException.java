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
     * @param setting the setting that names it; empty if {@code place} does
     * @param problem the problem, as a clause
     * @param remedy the remedy, as an imperative clause
     */
    public HistoryUnavailableException(
            String place, String setting, String problem, String remedy, @Nullable Throwable cause) {
        super(
                "Messages cannot be kept in " + place + (setting.isEmpty() ? "" : " (" + setting + ")") + ": " + problem
                        + "; " + remedy + ".",
                cause);
        this.place = place;
        this.explanation = problem + "; " + remedy;
    }

    /** Returns the sentence for a command that names the database by an option of its own. */
    public String sentence(String option) {
        return "The migration cannot use " + place + " (" + option + "): " + explanation + ".";
    }
}
