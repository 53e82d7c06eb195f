package dev.parley.websocket;

import dev.parley.servlet.BodyBudget;
import dev.parley.servlet.BodyGate;
import dev.parley.servlet.OriginPolicy;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Allows only pages of the own origin, or of a configured one, to open a session, on every address of the endpoint, see
 * {@link OriginPolicy}.
 *
 * <p>Also binds the sessions of SockJS to the client address, and rejects requests that SockJS would read into memory
 * beyond a limit, and its iframe, which no transport here needs.
 */
final class OriginFilter extends OncePerRequestFilter {

    private static final String ENDPOINT = WebSocketConfiguration.ENDPOINT;

    /** A frame of 64 KiB with every byte escaped. */
    private static final int MOST_SENT = 6 * 64 * 1024;

    private static final Duration SENT_WITHIN = Duration.ofSeconds(10);

    private final OriginPolicy origins;
    private final BodyGate sent;

    OriginFilter(List<String> allowed, BodyBudget budget) {
        this.sent = new BodyGate(budget, MOST_SENT, SENT_WITHIN, HttpServletResponse::setStatus);
        this.origins = new OriginPolicy(allowed);
    }

    /** Applies to the dispatch after the body was read as well. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = pathOf(request);
        if (!path.equals(ENDPOINT) && !path.startsWith(ENDPOINT + "/")) {
            chain.doFilter(request, response);
        } else if (!origins.isAllowed(request)) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        } else if (path.startsWith(ENDPOINT + "/iframe") || hasEmptySegment(path)) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        } else if (path.endsWith("/xhr_send")) {
            filterSend(request, response, chain);
        } else {
            chain.doFilter(new ExtensionStrippingRequest(new AddressPrincipalRequest(request)), response);
        }
    }

    /** Spring ignores empty segments, so that {@code /xhr_send/} would be the same address as {@code /xhr_send}. */
    private static boolean hasEmptySegment(String path) {
        return path.contains("//") || (path.endsWith("/") && path.length() > ENDPOINT.length() + 1);
    }

    /** Passes on a request of SockJS once its body is read. */
    private void filterSend(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        sent.filter(
                request,
                response,
                (read, same) -> chain.doFilter(
                        new ExtensionStrippingRequest(new AddressPrincipalRequest((HttpServletRequest) read)), same));
    }

    /** Decoded and without parameters, as the handler sees it: {@code /%77s} is {@code /ws} as well. */
    private static String pathOf(HttpServletRequest request) {
        String rest = request.getPathInfo();
        return rest == null ? request.getServletPath() : request.getServletPath() + rest;
    }
}
