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
 * A plaintext channel that can write to its socket without Netty's pipeline. The pipeline is a large share of the cost
 * of a delivery, and it is needed only to transform bytes or to keep those that the socket does not accept. Confined
 * to its event loop.
 */
final class DirectWriteChannel extends NioSocketChannel {

    private DirectWriteChannel(Channel port, SocketChannel socket) {
        super(port, socket);
    }

    /** A server channel that creates {@link DirectWriteChannel}s. */
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
     * Writes to the socket, unless earlier bytes are still pending.
     *
     * @param bytes on return, holds the bytes that the socket did not accept; the caller writes them through the
     *     pipeline
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
