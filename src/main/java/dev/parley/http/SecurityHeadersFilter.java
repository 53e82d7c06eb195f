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
 * Sets the security headers of every response: content security policy, no framing, no sniffing of types, no devices,
 * no referrer, no storing, and HSTS over TLS.
 */
@Component
@Order(SecurityHeadersFilter.BEHIND_PROXIES)
final class SecurityHeadersFilter extends OncePerRequestFilter {

    /** Runs after the filter for trusted proxies and before any other. */
    static final int BEHIND_PROXIES = Ordered.HIGHEST_PRECEDENCE + 1;

    private static final Map<String, String> ALWAYS = Map.of(
            "X-Content-Type-Options",
            "nosniff",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            HttpHeaders.CACHE_CONTROL,
            "no-store");

    /** Headers that matter for documents only; a first visit loads more than 50 scripts and styles. */
    private static final Map<String, String> DOCUMENT_HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Permissions-Policy",
            "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()");

    private static final Pattern SCRIPT_OR_STYLE = Pattern.compile("(/v-[0-9a-f]+)?/(js|css|webjars)/[^;]*\\.(js|css)");

    /** Half a year (RFC 6797), for this host only and not for its subdomains. */
    private static final String STRICT_TRANSPORT_SECURITY = "max-age=15552000";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ALWAYS.forEach(response::setHeader);
        if (!SCRIPT_OR_STYLE.matcher(request.getRequestURI()).matches()) {
            DOCUMENT_HEADERS.forEach(response::setHeader);
        }
        if (request.isSecure()) {
            secure(request, response);
        }
        chain.doFilter(request, response);
    }

    private static void secure(HttpServletRequest request, HttpServletResponse response) {
        // Browsers ignore the header over plain HTTP, and log a warning.
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        // A browser would apply it to every other server on localhost.
        if (!request.getServerName().equalsIgnoreCase("localhost")) {
            response.setHeader("Strict-Transport-Security", STRICT_TRANSPORT_SECURITY);
        }
    }
}
