package dev.parley.websocket;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets only pages of our own origin, or of one that is allowed, open a session, on every address of the endpoint. Who sends
 * no origin is no browser, and is let through: the rule protects people's browsers, not the server.
 *
 * <p>The own origin is the one whose host and port the request names; the scheme is not looked at, because a proxy in front
 * may speak TLS for us.
 *
 * <p>Also turns away what SockJS would read into memory whatever its size, and the iframe, which none of its transports
 * here needs.
 */
final class OriginFilter implements Filter {

    private static final String ENDPOINT = WebSocketConfiguration.ENDPOINT;

    /** A frame of 64 KiB, every byte of it escaped. */
    private static final long MOST_SENT = 6 * 64 * 1024;

    private final Set<String> allowed;

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
        String path = request.getRequestURI().substring(request.getContextPath().length());
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
            chain.doFilter(new WithoutExtensions(request), response);
        }
    }

    private boolean isAllowed(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        return origin == null
                || allowed.contains(origin.toLowerCase(Locale.ROOT))
                || isOwn(origin, request.getScheme(), request.getServerName(), request.getServerPort());
    }

    private static boolean isOwn(String origin, String scheme, String host, int port) {
        URI page;
        try {
            page = URI.create(origin);
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
        String pageScheme = page.getScheme();
        String pageHost = page.getHost();
        boolean isOrigin = pageScheme != null
                && pageHost != null
                && page.getRawUserInfo() == null
                && page.getRawQuery() == null
                && page.getRawFragment() == null
                && page.getRawPath().isEmpty();
        if (!isOrigin || !pageHost.equalsIgnoreCase(host)) {
            return false;
        }
        int ownPort = port == standardPort(scheme) ? standardPort(pageScheme) : port;
        int pagePort = page.getPort() < 0 ? standardPort(pageScheme) : page.getPort();
        return ownPort == pagePort;
    }

    private static int standardPort(@Nullable String scheme) {
        return "https".equalsIgnoreCase(scheme) ? 443 : 80;
    }
}
