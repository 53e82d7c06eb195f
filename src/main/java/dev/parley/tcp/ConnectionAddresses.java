package dev.parley.tcp;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.IpAddresses;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a connection, as the client knows them: behind a proxy those of its connection to the proxy.
 *
 * @param remote the address of the client without port, as the operator sees it
 * @param localSocket the address to which the client connected; null if unknown
 * @param isOfProxy whether a trusted proxy made the connection for itself, such as a health check
 */
record ConnectionAddresses(String remote, @Nullable InetSocketAddress localSocket, boolean isOfProxy) {

    /** Returns the addresses of the socket. */
    static ConnectionAddresses of(Channel channel) {
        return new ConnectionAddresses(
                channel.remoteAddress() instanceof InetSocketAddress socket
                        ? IpAddresses.format(socket.getAddress())
                        : "nowhere",
                channel.localAddress() instanceof InetSocketAddress socket ? socket : null,
                false);
    }

    /** Returns the same addresses for a connection that a proxy made for itself. */
    ConnectionAddresses ofProxy() {
        return new ConnectionAddresses(remote, localSocket, true);
    }

    /**
     * Returns the transport, dialect and address of the client.
     *
     * @param dialect the dialect; null if it is not detected
     * @param channel the connection, which may be encrypted
     */
    ClientInfo clientInfo(@Nullable String dialect, Channel channel) {
        boolean confidential = channel.pipeline().get(SslHandler.class) != null || IpAddresses.isLoopback(remote);
        return new ClientInfo("terminal", dialect == null ? "unknown" : dialect, remote, confidential);
    }

    /** Returns the local address; null if unknown. */
    @Nullable
    InetAddress local() {
        return localSocket == null ? null : localSocket.getAddress();
    }

    /** Returns the local port in decimal; empty if unknown. */
    String localPort() {
        return localSocket == null || localSocket.getPort() == 0 ? "" : Integer.toString(localSocket.getPort());
    }
}
