package dev.parley.http;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.http.HttpHeaders;

/** The security headers of responses. */
public final class SecurityHeaders {

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
            "default-src 'self'; worker-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Permissions-Policy",
            "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()");

    /** Half a year (RFC 6797), for this host only and not for its subdomains. */
    private static final String STRICT_TRANSPORT_SECURITY = "max-age=15552000";

    private SecurityHeaders() {}

    /** Sets the headers of a script or style. */
    static void setForSubresource(HttpServletResponse response) {
        ALWAYS.forEach(response::setHeader);
    }

    /** Sets the headers of a document, or of any response that is no script or style. */
    public static void setForDocument(HttpServletResponse response) {
        ALWAYS.forEach(response::setHeader);
        DOCUMENT_HEADERS.forEach(response::setHeader);
    }

    /**
     * Sets the headers of a response over TLS, in addition.
     *
     * @param host the host of the request, without port
     */
    public static void setForTls(HttpServletResponse response, String host) {
        // Browsers ignore the header over plain HTTP, and log a warning.
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        // A browser would apply it to every other server on localhost.
        if (!host.equalsIgnoreCase("localhost")) {
            response.setHeader("Strict-Transport-Security", STRICT_TRANSPORT_SECURITY);
        }
    }
}
