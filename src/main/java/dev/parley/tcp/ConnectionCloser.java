package dev.parley.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Closes one connection, either gracefully or with a TCP reset. Confined to the connection's event loop. */
final class ConnectionCloser {

    private final Channel channel;
    private final InboundHandler handler;
    private final Duration timeout;
    private final HalfOpenConnections halfOpenConnections;

    /**
     * Creates a closer.
     *
     * @param timeout time for the peer to read the last bytes and to close its side
     * @param halfOpenConnections the connections that get more time
     */
    ConnectionCloser(
            Channel channel, InboundHandler handler, Duration timeout, HalfOpenConnections halfOpenConnections) {
        this.channel = channel;
        this.handler = handler;
        this.timeout = timeout;
        this.halfOpenConnections = halfOpenConnections;
    }

    /**
     * Closes the connection once the last write has completed. Shuts down the output first and closes the socket when
     * the peer has closed too, because closing with unread input makes the kernel send a reset, which may discard the
     * last bytes at the peer. Resets the connection after the timeout, because a client such as {@code nc} that waits
     * for keyboard input notices nothing else.
     *
     * @param staysHalfOpen whether the peer reads only after it has sent something: it gets {@link
     *     HalfOpenConnections#TIME} to do so, unless there are too many such peers
     */
    void closeAfter(ChannelFuture last, boolean staysHalfOpen) {
        boolean isHalfOpen = staysHalfOpen && !handler.isInputClosed() && halfOpenConnections.tryAdd(channel);
        Duration limit = isHalfOpen ? HalfOpenConnections.TIME : timeout;
        Future<?> forcedReset = channel.eventLoop().schedule(this::reset, limit.toNanos(), TimeUnit.NANOSECONDS);
        channel.closeFuture().addListener(closed -> forcedReset.cancel(false));
        last.addListener(written -> {
            if (channel instanceof DuplexChannel duplex && !handler.isInputClosed()) {
                shutdownOutput(duplex);
                handler.discard();
            } else {
                closeNow();
            }
        });
    }

    /**
     * Keeps the connection open to process the input that arrived before the output was lost, for at most {@link
     * HalfOpenConnections#TIME}.
     *
     * @param onTimeout runs when the time is over
     * @return false if there are too many such connections
     */
    boolean tryFinishInput(Runnable onTimeout) {
        boolean isAdded = halfOpenConnections.tryAdd(channel);
        if (isAdded) {
            Future<?> limit =
                    channel.eventLoop().schedule(onTimeout, HalfOpenConnections.TIME.toNanos(), TimeUnit.NANOSECONDS);
            channel.closeFuture().addListener(closed -> limit.cancel(false));
        }
        return isAdded;
    }

    /** Sends the TLS {@code close_notify} first, without which the peer must report a truncation attack. */
    private void shutdownOutput(DuplexChannel duplex) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            ChannelFuture unused = duplex.shutdownOutput();
        } else {
            tls.closeOutbound().addListener(sent -> {
                ChannelFuture unused = duplex.shutdownOutput();
            });
        }
    }

    void closeNow() {
        ChannelFuture unused = channel.close();
    }

    /**
     * Resets the connection, without a TLS {@code close_notify}, so that the kernel keeps no data for a peer that does
     * not read.
     */
    void reset() {
        if (channel instanceof DuplexChannel && channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        ChannelHandlerContext tls = channel.pipeline().context(SslHandler.class);
        if (tls == null) {
            closeNow();
        } else {
            ChannelFuture unused = tls.close();
        }
    }
}
