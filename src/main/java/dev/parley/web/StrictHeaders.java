package dev.parley.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What every answer tells the browser: run and load nothing that is not ours, show us in nobody's frame or window, guess no
 * types, ask for no devices, tell nobody where somebody came from, keep nothing, and over TLS come back by TLS.
 */
@Component
@Order(StrictHeaders.BEHIND_PROXIES)
final class StrictHeaders extends OncePerRequestFilter {

    /** What a proxy said of the request is known by then, and nothing has answered. */
    static final int BEHIND_PROXIES = Ordered.HIGHEST_PRECEDENCE + 1;

    private static final Map<String, String> ALWAYS = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Permissions-Policy",
            "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            HttpHeaders.CACHE_CONTROL,
            "no-store");

    /** Half a year (RFC 6797); for this host only, whose neighbours are none of our business. */
    private static final String COME_BACK_BY_TLS = "max-age=15552000";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ALWAYS.forEach(response::setHeader);
        // Of localhost browsers would keep it for every other server on the same machine.
        if (request.isSecure() && !request.getServerName().equalsIgnoreCase("localhost")) {
            response.setHeader("Strict-Transport-Security", COME_BACK_BY_TLS);
        }
        chain.doFilter(request, response);
    }
}
