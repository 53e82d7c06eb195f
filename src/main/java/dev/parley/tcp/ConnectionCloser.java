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

/** How a connection is closed: in good order, or with a reset. Confined to its event loop. */
final class ConnectionCloser {

    private final Channel channel;
    private final InboundHandler inboundHandler;
    private final Duration patience;

    /**
     * Of this connection.
     *
     * @param patience how long the peer has to take the last words and close
     */
    ConnectionCloser(Channel channel, InboundHandler inboundHandler, Duration patience) {
        this.channel = channel;
        this.inboundHandler = inboundHandler;
        this.patience = patience;
    }

    /**
     * Closes when the last words are out. The output first, and all of it when the peer has closed too: closing with
     * input unread would reset the connection and may take the last words away from the peer. When its time is up it is
     * reset all the same, as an nc that waits for its person to type would not notice anything less.
     */
    void closeAfter(ChannelFuture last) {
        Future<?> late = channel.eventLoop().schedule(this::reset, patience.toNanos(), TimeUnit.NANOSECONDS);
        channel.closeFuture().addListener(closed -> late.cancel(false));
        last.addListener(out -> {
            if (channel instanceof DuplexChannel duplex && !inboundHandler.isInputClosed()) {
                endOutput(duplex);
                inboundHandler.discard();
            } else {
                closeNow();
            }
        });
    }

    /** Over TLS with its own goodbye before, without which the peer has to take the end for an attack. */
    private void endOutput(DuplexChannel duplex) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            ChannelFuture unused = duplex.shutdownOutput();
        } else {
            tls.closeOutbound().addListener(said -> {
                ChannelFuture unused = duplex.shutdownOutput();
            });
        }
    }

    /** Closes in good order. */
    void closeNow() {
        ChannelFuture unused = channel.close();
    }

    /** Closes with a reset, so that nothing lingers in the kernel for a peer that takes nothing; nor a goodbye of TLS's. */
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
