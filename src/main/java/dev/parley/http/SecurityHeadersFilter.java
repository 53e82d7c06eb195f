package dev.parley.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
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
@Order(SecurityHeadersFilter.BEHIND_PROXIES)
final class SecurityHeadersFilter extends OncePerRequestFilter {

    /** What a proxy said of the request is known by then, and nothing has answered. */
    static final int BEHIND_PROXIES = Ordered.HIGHEST_PRECEDENCE + 1;

    private static final Map<String, String> ALWAYS = Map.of(
            "X-Content-Type-Options",
            "nosniff",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            HttpHeaders.CACHE_CONTROL,
            "no-store");

    /** Of no meaning for a script or a style, of which a first visit fetches more than fifty. */
    private static final Map<String, String> WHERE_A_PAGE_MAY_BE_SHOWN = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Permissions-Policy",
            "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()");

    private static final Pattern SCRIPT_OR_STYLE = Pattern.compile("(/v-[0-9a-f]+)?/(js|css|webjars)/[^;]*\\.(js|css)");

    /** Half a year (RFC 6797); for this host only, whose neighbours are none of our business. */
    private static final String COME_BACK_BY_TLS = "max-age=15552000";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ALWAYS.forEach(response::setHeader);
        if (!SCRIPT_OR_STYLE.matcher(request.getRequestURI()).matches()) {
            WHERE_A_PAGE_MAY_BE_SHOWN.forEach(response::setHeader);
        }
        if (request.isSecure()) {
            secure(request, response);
        }
        chain.doFilter(request, response);
    }

    private static void secure(HttpServletRequest request, HttpServletResponse response) {
        // Over plain HTTP browsers ignore it, and complain.
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        // Of localhost browsers would keep it for every other server on the same machine.
        if (!request.getServerName().equalsIgnoreCase("localhost")) {
            response.setHeader("Strict-Transport-Security", COME_BACK_BY_TLS);
        }
    }
}
