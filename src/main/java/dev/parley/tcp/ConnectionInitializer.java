package dev.parley.tcp;

import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.ConnectionTracker;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Counts who has been accepted, and turns away or sets up the connection. Safe from any thread. */
@ChannelHandler.Sharable
final class ConnectionInitializer extends ChannelInitializer<Channel> {

    private final TcpSettings settings;
    private final List<Dialect> dialects;
    private final ChatServer chatServer;
    private final ConnectionLimiter connectionLimiter;
    private final ConnectionTracker<TcpConnection> connections =
            new ConnectionTracker<>(TcpConnection::dialect, TcpConnection::delivered);
    private final Map<EventLoop, Loop> loops = new ConcurrentHashMap<>();

    ConnectionInitializer(
            TcpSettings settings, List<Dialect> dialects, ChatServer chatServer, ConnectionLimiter connectionLimiter) {
        this.settings = settings;
        this.dialects = List.copyOf(dialects);
        this.chatServer = chatServer;
        this.connectionLimiter = connectionLimiter;
    }

    /** Who is in. */
    ConnectionTracker<TcpConnection> connections() {
        return connections;
    }

    @Override
    protected void initChannel(Channel channel) {
        accept(channel, null);
    }

    /** The same entrance, where TLS is spoken first. Who is one too many there is not worth a handshake, and gets no word. */
    ChannelHandler overTls(Supplier<SSLEngine> engines) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                accept(channel, engines);
            }
        };
    }

    private void accept(Channel channel, @Nullable Supplier<SSLEngine> engines) {
        InetAddress remote = channel.remoteAddress() instanceof InetSocketAddress socket ? socket.getAddress() : null;
        String address = remote == null ? "nowhere" : remote.getHostAddress();
        Optional<DisconnectReason> banned = chatServer.moderation().checkAddress(address);
        if (banned.isPresent() && engines == null) {
            refuse(channel, address, banned.get(), true);
            return;
        }
        ConnectionLimiter.Decision decision =
                connectionLimiter.tryAcquire(address, remote != null && remote.isLoopbackAddress());
        if (decision != ConnectionLimiter.Decision.ENTERED) {
            DisconnectReason disconnectReason = decision == ConnectionLimiter.Decision.FULL
                    ? DisconnectReason.serverFull()
                    : DisconnectReason.addressLimit();
            refuse(channel, address, disconnectReason, engines == null);
            return;
        }
        channel.closeFuture().addListener(closed -> connectionLimiter.release(address));
        if (engines != null) {
            SslHandler tls = new SslHandler(engines.get());
            tls.setHandshakeTimeoutMillis(settings.naming().toMillis());
            channel.pipeline().addLast(new PlaintextOnTlsHandler(), tls);
        }
        if (banned.isPresent()) {
            refuse(channel, address, banned.get(), true);
            return;
        }
        TcpConnection tcpConnection =
                new TcpConnection(channel, address, chatServer, settings, dialects, loopSubscribers(channel));
        connections.add(tcpConnection);
        channel.closeFuture().addListener(closed -> connections.remove(tcpConnection));
        channel.pipeline().addLast(tcpConnection.handler());
    }

    /** Who reads on the channel's event loop; known as long as the loop has connections. */
    private LoopSubscribers loopSubscribers(Channel channel) {
        EventLoop loop = channel.eventLoop();
        channel.closeFuture()
                .addListener(
                        closed -> loops.computeIfPresent(loop, (key, its) -> its.channels == 1 ? null : its.one(-1)));
        return loops.merge(loop, new Loop(new LoopSubscribers(loop), 1), (its, fresh) -> its.one(1)).loopSubscribers;
    }

    private record Loop(LoopSubscribers loopSubscribers, int channels) {
        private Loop one(int more) {
            return new Loop(loopSubscribers, channels + more);
        }
    }

    private void refuse(Channel channel, String address, DisconnectReason disconnectReason, boolean say) {
        chatServer.events().connectionRefused(address, disconnectReason);
        channel.pipeline().addLast(new RefusedHandler(say ? disconnectReason : null));
    }

    /** Says why, if anything, and closes, reading nothing but a handshake. */
    private static final class RefusedHandler extends ChannelInboundHandlerAdapter {

        private final @Nullable DisconnectReason disconnectReason;

        private RefusedHandler(@Nullable DisconnectReason disconnectReason) {
            this.disconnectReason = disconnectReason;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            if (disconnectReason == null) {
                ChannelFuture unused = ctx.close();
            } else if (ctx.pipeline().get(SslHandler.class) == null) {
                send(ctx, disconnectReason);
            } else {
                ctx.read();
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (disconnectReason != null
                    && event instanceof SslHandshakeCompletionEvent handshake
                    && handshake.isSuccess()) {
                send(ctx, disconnectReason);
            }
        }

        private static void send(ChannelHandlerContext ctx, DisconnectReason disconnectReason) {
            ctx.writeAndFlush(Unpooled.wrappedBuffer(TcpConnection.plain(disconnectReason)))
                    .addListener(ChannelFutureListener.CLOSE);
        }

        /** Whoever breaks off what was to be turned away has done so. */
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ChannelFuture unused = ctx.close();
        }
    }
}
