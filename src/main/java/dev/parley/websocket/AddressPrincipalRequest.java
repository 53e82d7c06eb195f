package dev.parley.websocket;

import dev.parley.chat.identity.IpAddresses;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;

/**
 * A request whose principal is the client address, an IPv6 network of 64 bits as one. Spring answers a request to a
 * session of SockJS with 404 if another principal opened it, so that a client at another address can neither read nor
 * write a session whose id it knows. A client whose address changes connects again and resumes.
 */
final class AddressPrincipalRequest extends HttpServletRequestWrapper {

    /**
     * The address of a client.
     *
     * @param confidential whether others on the network cannot read what the client sends
     */
    record ClientAddress(String text, boolean confidential) implements Principal {
        @Override
        public String getName() {
            return text;
        }
    }

    AddressPrincipalRequest(HttpServletRequest request) {
        super(request);
    }

    @Override
    public Principal getUserPrincipal() {
        return new ClientAddress(IpAddresses.clientPrefix(getRemoteAddr()), isSecure() || isLocal());
    }

    /** Returns whether the client is on this machine; a proxy on it may pass requests of other machines on. */
    private boolean isLocal() {
        return IpAddresses.isLoopback(getRemoteAddr())
                && getHeader("X-Forwarded-For") == null
                && getHeader("Forwarded") == null;
    }
}
