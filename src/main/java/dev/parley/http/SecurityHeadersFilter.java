package dev.parley.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Sets the security headers of every response: content security policy, no framing, no sniffing of types, no devices,
 * no referrer, no storing, and HSTS over TLS. Refuses requests for the path of error pages.
 */
@Component
@Order(SecurityHeadersFilter.BEHIND_PROXIES)
final class SecurityHeadersFilter extends OncePerRequestFilter {

    /** Runs after the filter for trusted proxies and before any other. */
    static final int BEHIND_PROXIES = Ordered.HIGHEST_PRECEDENCE + 1;

    /** The path to which the servlet container dispatches errors. It is no page itself. */
    private static final String ERROR_PATH = "/error";

    private static final Pattern SCRIPT_OR_STYLE = Pattern.compile("(/v-[0-9a-f]+)?/(js|css|webjars)/[^;]*\\.(js|css)");

    /** The servlet container dispatches the error of a request that it refuses, such as TRACE, without an earlier dispatch. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (SCRIPT_OR_STYLE.matcher(request.getRequestURI()).matches()) {
            SecurityHeaders.setForSubresource(response);
        } else {
            SecurityHeaders.setForDocument(response);
        }
        if (request.isSecure()) {
            SecurityHeaders.setForTls(response, request.getServerName());
        }
        if (request.getDispatcherType() != DispatcherType.ERROR
                && request.getServletPath().equals(ERROR_PATH)) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else {
            chain.doFilter(request, response);
        }
    }
}
