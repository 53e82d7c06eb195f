package dev.parley.storage.postgres;

import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The error codes of PostgreSQL. See https://www.postgresql.org/docs/current/errcodes-appendix.html. */
final class SqlStates {

    /** The code with which the database refuses a node that has lost its lease. */
    static final String FENCED = "PY001";

    /** The code with which the database refuses a node whose lease has expired, until the node renews it. */
    static final String EXPIRED = "PY002";

    static final String DISK_FULL = "53100";

    static final String TOO_MANY_CONNECTIONS = "53300";

    private SqlStates() {}

    /** Returns the failure that a stage has wrapped. */
    static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Returns the code of the first SQL exception among the causes; empty if there is none. */
    static String of(Throwable failure) {
        SQLException exception = exception(failure);
        String state = exception == null ? null : exception.getSQLState();
        return state == null ? "" : state;
    }

    /** Returns the first SQL exception with a code among the causes; null if there is none. */
    static @Nullable SQLException exception(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException exception && exception.getSQLState() != null) {
                return exception;
            }
        }
        return null;
    }

    /**
     * Returns whether a statement that failed with a code may have taken effect: the connection failed, or the server ended
     * it. Any other code is an answer of the server, which has rolled the statement back.
     */
    static boolean leavesOutcomeUnknown(String state) {
        return state.isEmpty() || state.startsWith("08") || state.startsWith("57P") || state.startsWith("XX");
    }
}
