package dev.parley.http;

import dev.parley.chat.identity.TrustedProxies;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Applies the {@code X-Forwarded-*} headers of trusted proxies to the request, before any other filter. Ignores these
 * headers from any other address, and {@code Forwarded} (RFC 7239) from all: a proxy that sets one kind passes the
 * other on unchanged.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class TrustedProxyFilter extends OncePerRequestFilter {

    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::([0-9]{1,5}))?");
    /** A path without a slash at its end, or only a slash. */
    private static final Pattern PREFIX = Pattern.compile("((?:/[A-Za-z0-9._~-]+)*)/?");

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final TrustedProxies trustedProxies;

    TrustedProxyFilter(TrustedProxies trustedProxies) {
        this.trustedProxies = trustedProxies;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(trustedProxies.isTrusted(request.getRemoteAddr()) ? new Forwarded(request) : request, response);
    }

    private final class Forwarded extends HttpServletRequestWrapper {

        private final String address;
        private final String scheme;
        private final String host;
        private final int port;
        private final @Nullable String prefix;

        private Forwarded(HttpServletRequest request) {
            super(request);
            List<String> hops = Collections.list(request.getHeaders("X-Forwarded-For"));
            this.address = trustedProxies.clientAddress(request.getRemoteAddr(), String.join(",", hops));
            Optional<String> forwardedScheme =
                    nearestValue(request, "X-Forwarded-Proto").flatMap(Forwarded::scheme);
            this.scheme = forwardedScheme.orElse(request.getScheme());
            Optional<Matcher> forwarded =
                    nearestValue(request, "X-Forwarded-Host").flatMap(Forwarded::host);
            Optional<Matcher> named = forwarded.or(
                    () -> Optional.ofNullable(request.getHeader("Host")).flatMap(Forwarded::host));
            this.host = forwarded.map(matcher -> matcher.group(1)).orElse(request.getServerName());
            int standard = scheme.equals("https") ? HTTPS : HTTP;
            this.port = nearestValue(request, "X-Forwarded-Port")
                    .or(() -> named.map(matcher -> matcher.group(2)))
                    .filter(digits -> digits.matches("[0-9]{1,5}"))
                    .map(Integer::valueOf)
                    .orElse(standard);
            this.prefix = nearestValue(request, "X-Forwarded-Prefix")
                    .map(PREFIX::matcher)
                    .filter(Matcher::matches)
                    .map(path -> path.group(1))
                    .orElse(null);
        }

        /** Returns the value of the nearest proxy; values of others stand before it. */
        private static Optional<String> nearestValue(HttpServletRequest request, String header) {
            List<String> all = Collections.list(request.getHeaders(header));
            if (all.isEmpty()) {
                return Optional.empty();
            }
            String last = all.get(all.size() - 1);
            return Optional.of(last.substring(last.lastIndexOf(',') + 1).strip())
                    .filter(word -> !word.isEmpty());
        }

        /** Some proxies name the WebSocket scheme. */
        private static Optional<String> scheme(String written) {
            return switch (written.toLowerCase(Locale.ROOT)) {
                case "https", "wss" -> Optional.of("https");
                case "http", "ws" -> Optional.of("http");
                default -> Optional.empty();
            };
        }

        private static Optional<Matcher> host(String written) {
            return Optional.of(HOST.matcher(written)).filter(Matcher::matches);
        }

        @Override
        public String getRemoteAddr() {
            return address;
        }

        /** Never resolves a host name. */
        @Override
        public String getRemoteHost() {
            return address;
        }

        @Override
        public String getScheme() {
            return scheme;
        }

        @Override
        public boolean isSecure() {
            return scheme.equals("https");
        }

        @Override
        public String getServerName() {
            return host;
        }

        @Override
        public int getServerPort() {
            return port;
        }

        @Override
        public StringBuffer getRequestURL() {
            boolean standard = port == (isSecure() ? HTTPS : HTTP);
            return new StringBuffer(scheme + "://" + host + (standard ? "" : ":" + port) + getRequestURI());
        }

        /** The path that the proxy removes takes the place of the own context path. */
        @Override
        public String getContextPath() {
            return prefix == null ? super.getContextPath() : prefix;
        }

        @Override
        public String getRequestURI() {
            String uri = super.getRequestURI();
            return prefix == null
                    ? uri
                    : prefix + uri.substring(super.getContextPath().length());
        }

        /** A certificate would be that of the proxy, not of the client. */
        @Override
        public @Nullable Object getAttribute(String name) {
            return name.equals("jakarta.servlet.request.X509Certificate") ? null : super.getAttribute(name);
        }
    }
}
