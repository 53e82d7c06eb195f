package dev.parley.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.internal.SocketUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;

/**
 * A connection in the plain whose socket can be written to past Netty's pipeline, which costs a delivery more than all
 * else but the kernel: it is there to change bytes on their way and to keep what a socket does not take, and of a
 * thousand readers next to none needs either. Confined to its event loop.
 */
final class DirectWriteChannel extends NioSocketChannel {

    private DirectWriteChannel(Channel port, SocketChannel socket) {
        super(port, socket);
    }

    /** Listens, and makes such channels of those who connect. */
    static final class Port extends NioServerSocketChannel {
        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            SocketChannel socket = SocketUtils.accept(javaChannel());
            if (socket == null) {
                return 0;
            }
            accepted.add(new DirectWriteChannel(this, socket));
            return 1;
        }
    }

    /**
     * Offers these to the socket, if nothing waits to go out before them.
     *
     * @param bytes what the socket does not take remains in them, and has to go out by the pipeline
     * @throws IOException if the connection is broken
     */
    void offer(ByteBuffer bytes) throws IOException {
        ChannelOutboundBuffer before = unsafe().outboundBuffer();
        if (before != null
                && before.totalPendingWriteBytes() == 0
                && javaChannel().write(bytes) < 0) {
            throw new IOException("The socket is closed.");
        }
    }
}
