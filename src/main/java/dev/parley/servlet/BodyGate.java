package dev.parley.servlet;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/**
 * Passes requests on once their body is in memory, and answers those whose body cannot be read: 413 if it is too long, 408 if it
 * does not arrive in time, 400 if it is no valid body, 503 if there is no memory for it (RFC 9110, sections 15.5.14, 15.5.9, 15.5.1
 * and 15.6.4). The filter that uses
 * it must apply to asynchronous dispatches. Thread-safe; nothing blocks.
 */
public final class BodyGate {

    private final BodyBudget budget;
    private final int limit;
    private final Duration within;
    private final FailureWriter failures;

    /** Writes the response to a request whose body cannot be read. */
    @FunctionalInterface
    public interface FailureWriter {

        /** Writes the status, 400, 408, 413 or 503, and what explains it. */
        void write(HttpServletResponse response, int status) throws IOException;
    }

    /**
     * Creates a gate.
     *
     * @param budget the memory for the bodies of all requests
     * @param limit the most bytes of a body
     * @param within the time within which a whole body must arrive
     */
    public BodyGate(BodyBudget budget, int limit, Duration within, FailureWriter failures) {
        this.budget = budget;
        this.limit = limit;
        this.within = within;
        this.failures = failures;
    }

    /** Begins to read the body of a request, or passes on a {@link BodyRequest} if that was read. */
    public void filter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        byte[] body = BodyReader.bodyOf(request);
        Integer failure = BodyReader.failureOf(request);
        if (body != null) {
            chain.doFilter(BodyRequest.of(request, body), response);
        } else if (failure != null) {
            failures.write(response, failure);
        } else if (request.getContentLengthLong() > limit) {
            failures.write(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        } else {
            BodyReader.read(request, response, budget, limit, within, failures);
        }
    }
}
