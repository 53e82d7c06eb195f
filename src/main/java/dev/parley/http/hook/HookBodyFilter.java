package dev.parley.http.hook;

import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.ChatServer;
import dev.parley.servlet.BodyBudget;
import dev.parley.servlet.BodyGate;
import dev.parley.servlet.BodyRequest;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the bodies of requests to incoming webhooks before the controller is called. The body of a request to an address that
 * does not exist is not read: an unknown sender gets no memory. Thread-safe.
 */
@Component
@Order(HookBodyFilter.BEHIND_SECURITY_HEADERS)
final class HookBodyFilter extends OncePerRequestFilter {

    /** Behind the filters for proxies and security headers. */
    static final int BEHIND_SECURITY_HEADERS = 0;

    /** The path below which the webhooks are. */
    static final String ROOT = "/hook/";

    private static final int MOST_BYTES = 1_000_000;
    private static final Duration BODY_WITHIN = Duration.ofSeconds(10);

    private final ChatServer server;
    private final BodyGate bodies;

    HookBodyFilter(ChatServer server, ObjectProvider<BodyBudget> budget) {
        this.server = server;
        this.bodies = new BodyGate(
                budget.getIfAvailable(BodyBudget::ofHeap), MOST_BYTES, BODY_WITHIN, HookBodyFilter::refuseBody);
    }

    /** Applies to the dispatch after the body was read as well. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !pathOf(request).startsWith(ROOT) || !request.getMethod().equals("POST");
    }

    /** Returns the path as the handler sees it, decoded and without parameters. */
    static String pathOf(HttpServletRequest request) {
        return request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
    }

    /** Returns the secret in a path of this filter. */
    static String secretIn(String path) {
        return path.substring(ROOT.length());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (server.bots().incomingHooks().isKnown(secretIn(pathOf(request)))) {
            bodies.filter(request, response, chain);
        } else {
            chain.doFilter(BodyRequest.of(request, new byte[0]), response);
        }
    }

    /** Answers a request whose body cannot be read. */
    private static void refuseBody(HttpServletResponse response, int status) throws IOException {
        if (status == HttpServletResponse.SC_REQUEST_TIMEOUT) {
            write(
                    response,
                    HookResponses.problem(
                            HttpStatus.REQUEST_TIMEOUT,
                            "body-too-slow",
                            "The body did not arrive within " + BODY_WITHIN.toSeconds() + " seconds."));
        } else if (status == HttpServletResponse.SC_BAD_REQUEST) {
            write(response, HookResponses.problem(Refusal.malformed("The body cannot be read.")));
        } else if (status == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
            write(response, HookResponses.problem(Refusal.busy()));
        } else {
            write(
                    response,
                    HookResponses.problem(
                            HttpStatus.CONTENT_TOO_LARGE, "body-too-large", "A body has at most 1,000,000 bytes."));
        }
    }

    private static void write(HttpServletResponse response, ResponseEntity<byte[]> written) throws IOException {
        response.setStatus(written.getStatusCode().value());
        written.getHeaders().forEach((name, values) -> response.setHeader(name, values.get(0)));
        response.getOutputStream().write(Objects.requireNonNull(written.getBody()));
    }
}
