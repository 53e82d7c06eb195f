package dev.parley.websocket.tomcat;

import dev.parley.chat.identity.TrustedProxies;
import dev.parley.chat.session.ConnectionLimiter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts sockets of the page's port from their acceptance on, by where they come from, so that nobody keeps others out by
 * connecting and saying nothing. Never blocks; safe from any thread.
 */
final class SocketLimiter {

    private final ConnectionLimiter connectionLimiter;
    private final TrustedProxies trustedProxies;
    private final Map<SocketChannel, String> open = new ConcurrentHashMap<>();

    /**
     * A gate.
     *
     * @param connectionLimiter counts sockets
     * @param trustedProxies from where all come who are behind them
     */
    SocketLimiter(ConnectionLimiter connectionLimiter, TrustedProxies trustedProxies) {
        this.connectionLimiter = connectionLimiter;
        this.trustedProxies = trustedProxies;
    }

    /** Lets a socket in, or not. */
    boolean tryAcquire(SocketChannel socket) {
        try {
            if (!(socket.getRemoteAddress() instanceof InetSocketAddress remote)) {
                return true;
            }
            InetAddress address = remote.getAddress();
            String written = address.getHostAddress();
            boolean exempt = address.isLoopbackAddress() || trustedProxies.isTrusted(written);
            if (connectionLimiter.tryAcquire(written, exempt) != ConnectionLimiter.Decision.ENTERED) {
                return false;
            }
            open.put(socket, written);
            return true;
        } catch (IOException ignored) {
            return false;
        }
    }

    /** It is closed; calls after the first do nothing. */
    void release(SocketChannel socket) {
        String address = open.remove(socket);
        if (address != null) {
            connectionLimiter.release(address);
        }
    }

    /** How many are inside. */
    int open() {
        return open.size();
    }
}
