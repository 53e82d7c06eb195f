package dev.parley.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import jdk.net.ExtendedSocketOptions;

/**
 * Makes the kernel acknowledge input at once, where it supports this. It delays acknowledgements after each reply, so that
 * a client that sends many short lines waits with most of them, and loses them when it closes without having read the
 * reply. Confined to the connection's event loop.
 */
final class QuickAck {

    private static final ChannelOption<Boolean> QUICK_ACK = NioChannelOption.of(ExtendedSocketOptions.TCP_QUICKACK);

    private boolean hasRead;

    /** Notes that the client has sent something, so that the next output delays acknowledgements. */
    void onRead() {
        hasRead = true;
    }

    /** Called after output was written to the socket. */
    void onWritten(Channel channel) {
        if (hasRead && channel.isActive()) {
            hasRead = false;
            try {
                channel.config().setOption(QUICK_ACK, true);
            } catch (ChannelException ignored) {
                // The connection is broken: the next read reports it.
            }
        }
    }
}
