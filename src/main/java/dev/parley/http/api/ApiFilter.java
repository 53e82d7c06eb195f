package dev.parley.http.api;

import dev.parley.chat.room.Refusal;
import dev.parley.servlet.BodyBudget;
import dev.parley.servlet.BodyGate;
import dev.parley.servlet.OriginPolicy;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Checks the origin of requests to the HTTP API, answers the preflight requests of browsers (Fetch standard, CORS protocol),
 * and reads bodies before a controller is called. Pages of allowed origins may read the responses. Thread-safe.
 */
@Component
@Order(ApiFilter.BEHIND_SECURITY_HEADERS)
final class ApiFilter extends OncePerRequestFilter {

    /** The path below which the API is. */
    static final String ROOT = "/api/v1";

    /** Behind the filters for proxies and security headers. */
    static final int BEHIND_SECURITY_HEADERS = 0;

    /** A message of 8,000 characters with every character escaped twice, and as much around it. */
    static final int MOST_BYTES = 128 * 1024;

    private static final Duration BODY_WITHIN = Duration.ofSeconds(10);

    private static final Set<String> WITHOUT_EFFECT = Set.of("GET", "HEAD", "OPTIONS");

    private final OriginPolicy origins;
    private final BodyGate bodies;

    ApiFilter(ApiSettings settings, ObjectProvider<BodyBudget> budget) {
        this.bodies =
                new BodyGate(budget.getIfAvailable(BodyBudget::ofHeap), MOST_BYTES, BODY_WITHIN, ApiFilter::refuseBody);
        this.origins = new OriginPolicy(settings.allowedOrigins());
    }

    /** Applies to the dispatch after the body was read as well. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !isApi(request);
    }

    /** Returns whether a request is one to this API. */
    static boolean isApi(HttpServletRequest request) {
        String path = request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
        return path.equals(ROOT) || path.startsWith(ROOT + "/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getAttribute(ExportSender.BROKEN) instanceof IOException broken) {
            throw broken; // the container closes the connection
        }
        boolean isAllowed = origins.isAllowed(request);
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        response.setHeader(HttpHeaders.VARY, "Origin, Accept");
        if (origin != null && isAllowed) {
            response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            response.setHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, "Location, Retry-After");
        }
        if (!isAllowed && !WITHOUT_EFFECT.contains(request.getMethod())) {
            write(response, HttpStatus.FORBIDDEN, Problems.originNotAllowed());
        } else if (isPreflight(request)) {
            answerPreflight(response, isAllowed);
        } else if (request.getMethod().equals("POST") || request.getMethod().equals("PUT")) {
            bodies.filter(request, response, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isPreflight(HttpServletRequest request) {
        return request.getMethod().equals("OPTIONS")
                && request.getHeader(HttpHeaders.ORIGIN) != null
                && request.getHeader(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null;
    }

    private static void answerPreflight(HttpServletResponse response, boolean isAllowed) throws IOException {
        if (!isAllowed) {
            write(response, HttpStatus.FORBIDDEN, Problems.originNotAllowed());
            return;
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, DELETE");
        response.setHeader(
                HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
                "Authorization, Content-Type, Idempotency-Key, Last-Event-ID");
        response.setHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600");
    }

    /** Answers a request whose body cannot be read. */
    private static void refuseBody(HttpServletResponse response, int status) throws IOException {
        if (status == HttpServletResponse.SC_REQUEST_TIMEOUT) {
            write(
                    response,
                    HttpStatus.REQUEST_TIMEOUT,
                    Problems.refusal(
                            Problems.BODY_TOO_SLOW,
                            "The body did not arrive within " + BODY_WITHIN.toSeconds() + " seconds."));
        } else if (status == HttpServletResponse.SC_BAD_REQUEST) {
            write(response, HttpStatus.BAD_REQUEST, Refusal.malformed("The body cannot be read."));
        } else if (status == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
            write(response, HttpStatus.SERVICE_UNAVAILABLE, Refusal.busy());
        } else {
            write(
                    response,
                    HttpStatus.CONTENT_TOO_LARGE,
                    Problems.refusal(Problems.BODY_TOO_LARGE, "A body has at most " + MOST_BYTES + " bytes."));
        }
    }

    private static void write(HttpServletResponse response, HttpStatus status, Refusal refusal) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.getOutputStream().write(Problems.body(status, refusal));
    }
}
