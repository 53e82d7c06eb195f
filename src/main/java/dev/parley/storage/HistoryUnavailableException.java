package dev.parley.storage;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the database cannot be used; it is unchanged. The message is one sentence for the operator: the database, the
 * problem and the remedy.
 */
public final class HistoryUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param place the database and the setting that names it, to follow after "in"
     * @param problem the problem, as a clause
     * @param remedy the remedy, as an imperative clause
     */
    public HistoryUnavailableException(String place, String problem, String remedy, @Nullable Throwable cause) {
        super("Messages cannot be kept in " + place + ": " + problem + "; " + remedy + ".", cause);
    }
}
