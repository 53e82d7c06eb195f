package dev.parley.servlet;

import dev.parley.text.ControlCharEscaper;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides from which pages a browser may send requests: those of the own origin, and of configured ones. A request without an
 * origin comes from no browser and is allowed, because the rule protects the users of browsers, not the server. Thread-safe.
 *
 * <p>The own origin is the scheme, host and port of the request, as a trusted proxy reports them. Browsers serialize an
 * origin in one way only (RFC 6454, section 6.2), so that texts are compared.
 */
public final class OriginPolicy {

    private static final int LONGEST = 200;
    private static final int MOST_WARNINGS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(OriginPolicy.class);

    private static final int HTTP = 80;
    private static final int HTTPS = 443;

    private final Set<String> allowed;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    /** Creates a policy that allows these origins in addition to the own one. */
    public OriginPolicy(List<String> allowed) {
        this.allowed = allowed.stream()
                .map(origin -> origin.toLowerCase(Locale.ROOT))
                .map(origin -> origin.endsWith("/") ? origin.substring(0, origin.length() - 1) : origin)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns whether the page that sends a request may do so; warns once of each origin that may not. */
    public boolean isAllowed(HttpServletRequest request) {
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
                            "A page of the origin {} was refused, because its request reached this server as one to {}. If"
                                    + " both are this server, its proxy has to pass on the host (in nginx: proxy_set_header Host"
                                    + " $http_host) and, if it handles TLS, set X-Forwarded-Proto, and its address belongs into"
                                    + " parley.web.trusted-proxies. If the page may connect from elsewhere, set"
                                    + " parley.web.allowed-origins={}",
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
