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

    private record Address(String text) implements Principal {
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
        return new Address(IpAddresses.clientPrefix(getRemoteAddr()));
    }
}
