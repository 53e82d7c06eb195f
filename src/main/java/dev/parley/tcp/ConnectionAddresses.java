package dev.parley.tcp;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a connection.
 *
 * @param channel the channel
 * @param remote the remote address, as the operator sees it
 */
record ConnectionAddresses(Channel channel, String remote) {

    /** Returns the local address; null if unknown. */
    @Nullable
    InetAddress local() {
        return channel.localAddress() instanceof InetSocketAddress socket ? socket.getAddress() : null;
    }

    /** Returns the local port in decimal; empty if unknown. */
    String localPort() {
        return channel.localAddress() instanceof InetSocketAddress socket ? Integer.toString(socket.getPort()) : "";
    }
}
