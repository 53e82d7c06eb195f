package dev.parley.websocket;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Allows only pages of the own origin, or of a configured one, to open a session, on every address of the endpoint. A
 * request without an origin comes from no browser and passes, because the rule protects the users of browsers, not the
 * server.
 *
 * <p>The own origin is the scheme, host and port of the request, as a trusted proxy reports them. Browsers serialize an
 * origin in one way only (RFC 6454, section 6.2), so that texts are compared.
 *
 * <p>Also rejects requests that SockJS would read into memory without a limit, and its iframe, which no transport here
 * needs.
 */
final class OriginFilter implements Filter {

    private static final String ENDPOINT = WebSocketConfiguration.ENDPOINT;

    /** A frame of 64 KiB with every byte escaped. */
    private static final long MOST_SENT = 6 * 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(OriginFilter.class);

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Set<String> allowed;
    private final AtomicBoolean warned = new AtomicBoolean();

    OriginFilter(List<String> allowed) {
        this.allowed = allowed.stream()
                .map(origin -> origin.toLowerCase(Locale.ROOT))
                .map(origin -> origin.endsWith("/") ? origin.substring(0, origin.length() - 1) : origin)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void doFilter(ServletRequest plainRequest, ServletResponse plainResponse, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest request = (HttpServletRequest) plainRequest;
        HttpServletResponse response = (HttpServletResponse) plainResponse;
        String path = pathOf(request);
        if (!path.equals(ENDPOINT) && !path.startsWith(ENDPOINT + "/")) {
            chain.doFilter(request, response);
        } else if (!isAllowed(request)) {
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        } else if (path.startsWith(ENDPOINT + "/iframe")) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        } else if (path.endsWith("/xhr_send") && request.getContentLengthLong() > MOST_SENT) {
            response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        } else if (path.endsWith("/xhr_send") && request.getContentLengthLong() < 0) {
            response.setStatus(HttpServletResponse.SC_LENGTH_REQUIRED);
        } else {
            chain.doFilter(new ExtensionStrippingRequest(request), response);
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
        if (!isAllowed && origin.startsWith("https://" + request.getServerName().toLowerCase(Locale.ROOT))) {
            suspectProxy();
        }
        return isAllowed;
    }

    /** Logged once, for an operator with a proxy that is not trusted. */
    private void suspectProxy() {
        if (!warned.getAndSet(true)) {
            LOG.warn(
                    "A page with an https origin was refused because its request reached this server without TLS. If a proxy"
                            + " handles TLS, add it to parley.web.trusted-proxies and let it set X-Forwarded-Proto.");
        }
    }

    private static String own(HttpServletRequest request, String scheme, int port) {
        boolean standard = port == (scheme.equals("https") ? HTTPS : HTTP);
        return scheme + "://" + request.getServerName().toLowerCase(Locale.ROOT) + (standard ? "" : ":" + port);
    }
}
