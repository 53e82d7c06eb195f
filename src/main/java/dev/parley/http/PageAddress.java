package dev.parley.http;

import dev.parley.chat.identity.IpAddresses;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The address of the page for links in messages, which terminals and other machines open.
 *
 * @param publicUrl the address that the operator has set, with a slash at its end; null for none
 * @param lanAddresses the addresses of this machine in its local networks
 */
public record PageAddress(@Nullable URI publicUrl, List<String> lanAddresses) {

    /** Copies the addresses. */
    public PageAddress {
        lanAddresses = List.copyOf(lanAddresses);
    }

    /**
     * Returns the address with a slash at its end: that of the operator, or else the one of the request, in which an address of
     * the local network replaces {@code localhost}.
     */
    String seenBy(HttpServletRequest request) {
        if (publicUrl != null) {
            return publicUrl.toString();
        }
        String host = request.getServerName();
        boolean isLocal = host.equalsIgnoreCase("localhost") || IpAddresses.isLoopback(host);
        String name = isLocal && !lanAddresses.isEmpty() ? lanAddresses.get(0) : host;
        int port = request.getServerPort();
        boolean isStandard = port == (request.isSecure() ? 443 : 80);
        return request.getScheme() + "://" + name + (isStandard ? "" : ":" + port) + request.getContextPath() + "/";
    }
}
