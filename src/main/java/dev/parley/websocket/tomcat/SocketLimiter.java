package dev.parley.websocket.tomcat;

import dev.parley.chat.identity.IpAddresses;
import dev.parley.chat.identity.TrustedProxies;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.ConnectionRateLimiter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Limits the sockets on the port of the page from their acceptance on, per address, so that silent connections of one
 * address exclude no other. Thread-safe; never blocks.
 */
final class SocketLimiter {

    private final ConnectionLimiter limiter;
    private final TrustedProxies trustedProxies;
    private final ConnectionRateLimiter tlsHandshakeLimiter;
    private final Map<SocketChannel, String> open = new ConcurrentHashMap<>();

    /**
     * Creates a limiter.
     *
     * @param limiter counts the sockets
     * @param trustedProxies the addresses to which the limits per address do not apply
     * @param tlsHandshakeLimiter counts the sockets with TLS
     */
    SocketLimiter(ConnectionLimiter limiter, TrustedProxies trustedProxies, ConnectionRateLimiter tlsHandshakeLimiter) {
        this.limiter = limiter;
        this.tlsHandshakeLimiter = tlsHandshakeLimiter;
        this.trustedProxies = trustedProxies;
    }

    /** Counts a socket if the limits allow it. */
    boolean tryAcquire(SocketChannel socket, boolean isTls) {
        try {
            if (!(socket.getRemoteAddress() instanceof InetSocketAddress remote)) {
                return true;
            }
            InetAddress address = remote.getAddress();
            String written = IpAddresses.format(address);
            boolean isProxy = trustedProxies.isTrusted(written);
            boolean exempt = address.isLoopbackAddress() || isProxy;
            if (!isProxy && !limiter.tryAcquireRate(written)) {
                return false;
            }
            if (isTls && !isProxy && !tlsHandshakeLimiter.tryAcquire(written)) {
                return false;
            }
            if (limiter.tryAcquire(written, exempt) != ConnectionLimiter.Decision.ENTERED) {
                return false;
            }
            open.put(socket, written);
            return true;
        } catch (IOException ignored) {
            return false;
        }
    }

    /** Releases a socket; only the first call counts. */
    void release(SocketChannel socket) {
        String address = open.remove(socket);
        if (address != null) {
            limiter.release(address);
        }
    }

    /** Returns the number of open sockets. */
    int open() {
        return open.size();
    }
}
