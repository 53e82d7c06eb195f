package dev.parley.websocket;

import dev.parley.servlet.BodyReader;
import dev.parley.servlet.BodyRequest;
import dev.parley.text.ControlCharEscaper;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Allows only pages of the own origin, or of a configured one, to open a session, on every address of the endpoint. A
 * request without an origin comes from no browser and passes, because the rule protects the users of browsers, not the
 * server.
 *
 * <p>The own origin is the scheme, host and port of the request, as a trusted proxy reports them. Browsers serialize an
 * origin in one way only (RFC 6454, section 6.2), so that texts are compared.
 *
 * <p>Also binds the sessions of SockJS to the client address, and rejects requests that SockJS would read into memory
 * beyond a limit, and its iframe, which no transport here needs.
 */
final class OriginFilter extends OncePerRequestFilter {

    private static final String ENDPOINT = WebSocketConfiguration.ENDPOINT;

    /** A frame of 64 KiB with every byte escaped. */
    private static final int MOST_SENT = 6 * 64 * 1024;

    private static final Duration SENT_WITHIN = Duration.ofSeconds(10);

    private static final int LONGEST = 200;
    private static final int MOST_WARNINGS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(OriginFilter.class);

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Set<String> allowed;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    OriginFilter(List<String> allowed) {
        this.allowed = allowed.stream()
                .map(origin -> origin.toLowerCase(Locale.ROOT))
                .map(origin -> origin.endsWith("/") ? origin.substring(0, origin.length() - 1) : origin)
                .collect(Collectors.toUnmodifiableSet());
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
        } else if (!isAllowed(request)) {
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
    private static void filterSend(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        byte[] body = BodyReader.bodyOf(request);
        Integer failure = BodyReader.failureOf(request);
        if (body != null) {
            chain.doFilter(
                    new ExtensionStrippingRequest(new AddressPrincipalRequest(BodyRequest.of(request, body))),
                    response);
        } else if (failure != null) {
            response.setStatus(failure);
        } else {
            BodyReader.read(request, response, MOST_SENT, SENT_WITHIN);
        }
    }

    /** Decoded and without parameters, as the handler sees it: {@code /%77s} is {@code /ws} as well. */
    private static String pathOf(HttpServletRequest request) {
        String rest = request.getPathInfo();
        return rest == null ? request.getServletPath() : request.getServletPath() + rest;
    }

    private boolean isAllowed(HttpServletRequest request) {
        List<String> origins = Collections.list(request.getHeaders("Origin"));
        if (origins.isEmpty()) {
            return true;
        }
        String origin = origins.get(0).toLowerCase(Locale.ROOT);
        String own = own(request, request.getScheme(), request.getServerPort());
        boolean isAllowed = origins.size() == 1 && (allowed.contains(origin) || origin.equals(own));
        if (!isAllowed) {
            warn(String.join(", ", origins), own);
        }
        return isAllowed;
    }

    /** Warns once of each origin, for an operator whose proxy does not pass on what the browser requested. */
    private void warn(String origin, String own) {
        String shown = ControlCharEscaper.line(origin.length() > LONGEST ? origin.substring(0, LONGEST) + "…" : origin);
        if (warned.size() < MOST_WARNINGS && warned.add(shown)) {
            LOG.atWarn()
                    .addKeyValue("event", "origin-refused")
                    .log(
                            "A page of the origin {} was refused, because its request reached this server as one to"
                                    + " {}. If both are this server, its proxy has to pass on the host (in nginx:"
                                    + " proxy_set_header Host $http_host) and, if it handles TLS, set X-Forwarded-Proto,"
                                    + " and its address belongs into parley.web.trusted-proxies. If the page may connect"
                                    + " from elsewhere, set parley.web.allowed-origins={}",
                            shown,
                            own,
                            shown);
        }
    }

    private static String own(HttpServletRequest request, String scheme, int port) {
        boolean standard = port == (scheme.equals("https") ? HTTPS : HTTP);
        return scheme + "://" + request.getServerName().toLowerCase(Locale.ROOT) + (standard ? "" : ":" + port);
    }
}
