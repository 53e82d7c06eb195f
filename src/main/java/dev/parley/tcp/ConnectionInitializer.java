package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.identity.IpAddresses;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.ConnectionTracker;
import dev.parley.chat.session.ReplyBudget;
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
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Accepts or refuses new connections and sets up their pipelines. Safe from any thread. */
@ChannelHandler.Sharable
final class ConnectionInitializer extends ChannelInitializer<Channel> {

    private static final int HANDSHAKE_IDLE_SECONDS = 10;

    private final TcpSettings settings;
    private final List<Dialect> dialects;
    private final ChatServer server;
    private final ConnectionLimiter limiter;
    private final ReplyBudget replyBudget;
    private final Executor handshakes = handshakeThread();
    private final ConnectionTracker<TcpConnection> connections =
            new ConnectionTracker<>(TcpConnection::dialect, TcpConnection::delivered);
    private final Map<EventLoop, Loop> loops = new ConcurrentHashMap<>();
    private final ProxyHeaderLog proxyHeaderLog = new ProxyHeaderLog(System::nanoTime);
    private final HalfOpenConnections halfOpenConnections = new HalfOpenConnections();

    ConnectionInitializer(
            TcpSettings settings,
            List<Dialect> dialects,
            ChatServer server,
            ConnectionLimiter limiter,
            ReplyBudget replyBudget) {
        this.settings = settings;
        this.dialects = List.copyOf(dialects);
        this.server = server;
        this.limiter = limiter;
        this.replyBudget = replyBudget;
    }

    /** Returns a thread for the computations of TLS handshakes, which would delay the event loops. It ends when idle. */
    private static Executor handshakeThread() {
        ThreadPoolExecutor thread = new ThreadPoolExecutor(
                1,
                1,
                HANDSHAKE_IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("parley-tls-handshakes", true));
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }

    /** Returns the open connections. */
    ConnectionTracker<TcpConnection> connections() {
        return connections;
    }

    /** Returns the connections that wait for their client to read the last bytes. */
    HalfOpenConnections halfOpenConnections() {
        return halfOpenConnections;
    }

    @Override
    protected void initChannel(Channel channel) {
        accept(channel, new Port(null, false));
    }

    /**
     * Returns an initializer that adds TLS to each connection. A connection over the limit is closed without a
     * handshake and without a message.
     *
     * @param tls creates the server side of each TLS connection, and limits them
     */
    ChannelHandler overTls(TlsPortSettings tls) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                accept(channel, new Port(tls, false));
            }
        };
    }

    /** Returns an initializer for a port on which a silent client receives {@code NICK}. */
    ChannelHandler requestingNick() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                accept(channel, new Port(null, true));
            }
        };
    }

    /** The kind of the port on which a connection was accepted. */
    private record Port(@Nullable TlsPortSettings tls, boolean requestsNick) {}

    /** Sets up a connection, or waits for the first bytes of a trusted proxy to learn the address of the client. */
    private void accept(Channel channel, Port port) {
        ConnectionAddresses direct = ConnectionAddresses.of(channel);
        if (settings.proxyProtocol().trustedProxies().isTrusted(direct.remote())) {
            channel.pipeline()
                    .addLast(new ProxyProtocolDetector(
                            direct,
                            settings,
                            proxyHeaderLog,
                            (addresses, waited) -> admit(channel, addresses, port, waited)));
        } else {
            admit(channel, direct, port, Duration.ZERO);
        }
    }

    /**
     * Accepts or refuses the connection of a client.
     *
     * @param waited the part of the greeting delay that has passed
     */
    private void admit(Channel channel, ConnectionAddresses addresses, Port port, Duration waited) {
        String address = addresses.remote();
        TlsPortSettings tls = port.tls();
        boolean isExempt = addresses.isOfProxy() || IpAddresses.isLoopback(address);
        Optional<DisconnectReason> banned = server.sanctionEnforcer().checkAddress(address);
        if (banned.isPresent() && tls == null) {
            refuse(channel, address, banned.get(), true);
            return;
        }
        boolean isTooFast = !addresses.isOfProxy() && !limiter.tryAcquireRate(address);
        boolean isTlsTooFast =
                tls != null && !addresses.isOfProxy() && !tls.handshakeLimiter().tryAcquire(address);
        if (isTooFast || isTlsTooFast) {
            refuse(channel, address, DisconnectReason.addressLimit(), isTooFast && tls == null);
            return;
        }
        ConnectionLimiter.Decision decision = limiter.tryAcquire(address, isExempt);
        if (decision != ConnectionLimiter.Decision.ENTERED) {
            DisconnectReason reason = decision == ConnectionLimiter.Decision.FULL
                    ? DisconnectReason.serverFull()
                    : DisconnectReason.addressLimit();
            refuse(channel, address, reason, tls == null);
            return;
        }
        channel.closeFuture().addListener(closed -> limiter.release(address));
        if (tls != null) {
            SslHandler handler = new SslHandler(tls.engines().get(), handshakes);
            handler.setHandshakeTimeoutMillis(settings.login().timeout().toMillis());
            channel.pipeline().addLast(new PlaintextOnTlsHandler(), handler);
        }
        if (banned.isPresent()) {
            refuse(channel, address, banned.get(), true);
            return;
        }
        TcpConnection connection = new TcpConnection(
                channel,
                addresses,
                server,
                settings.afterSilence(waited),
                dialects,
                loopSubscribers(channel),
                halfOpenConnections,
                replyBudget,
                port.requestsNick());
        connections.add(connection);
        channel.closeFuture().addListener(closed -> connections.remove(connection));
        channel.pipeline().addLast(connection.handler());
    }

    /** Returns the subscribers of the channel's event loop. The entry exists only while the loop has connections. */
    private LoopSubscribers loopSubscribers(Channel channel) {
        EventLoop loop = channel.eventLoop();
        channel.closeFuture()
                .addListener(closed -> loops.computeIfPresent(
                        loop, (key, existing) -> existing.channels == 1 ? null : existing.add(-1)));
        return loops.merge(loop, new Loop(new LoopSubscribers(loop), 1), (existing, fresh) -> existing.add(1))
                .loopSubscribers;
    }

    private record Loop(LoopSubscribers loopSubscribers, int channels) {
        private Loop add(int change) {
            return new Loop(loopSubscribers, channels + change);
        }
    }

    private void refuse(Channel channel, String address, DisconnectReason reason, boolean notifyClient) {
        server.events().connectionRefused(address, reason);
        channel.pipeline().addLast(new RefusedHandler(notifyClient ? reason : null));
    }

    /** Sends the reason, if there is one, and closes. Reads nothing apart from a TLS handshake. */
    private static final class RefusedHandler extends ChannelInboundHandlerAdapter {

        private final @Nullable DisconnectReason reason;

        private RefusedHandler(@Nullable DisconnectReason reason) {
            this.reason = reason;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            if (reason == null) {
                ChannelFuture unused = ctx.close();
            } else if (ctx.pipeline().get(SslHandler.class) == null) {
                send(ctx, reason);
            } else {
                ctx.read();
            }
        }

        /** Releases input that a proxy sent together with its header. */
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (reason != null && event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
                send(ctx, reason);
            }
        }

        private static void send(ChannelHandlerContext ctx, DisconnectReason reason) {
            ctx.writeAndFlush(Unpooled.wrappedBuffer((reason.sentence() + "\n").getBytes(UTF_8)))
                    .addListener(ChannelFutureListener.CLOSE);
        }

        /** Ignores the error: the connection is being closed anyway. */
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ChannelFuture unused = ctx.close();
        }
    }
}
