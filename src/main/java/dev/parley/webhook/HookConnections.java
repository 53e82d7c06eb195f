package dev.parley.webhook;

import dev.parley.chat.room.Scheduler;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The connections to the addresses of hooks, at most one for each hook. A connection is kept for the next request of its hook
 * until it was idle for 30 seconds, and is not used any more a minute after it was made, so that a name is resolved again.
 * Thread-safe; no method blocks.
 */
final class HookConnections implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(3);

    /** The time for a connection, the request and the status of the response together. */
    private static final Duration WHOLE = Duration.ofSeconds(10);

    private static final int IDLE_SECONDS = 30;
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final long END_MILLIS = 1_000;

    private final Supplier<SSLContext> tls;
    private final Executor executor;
    private final Scheduler scheduler;
    private final Clock clock;
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("parley-hook-io", true), NioIoHandler.newFactory());
    private final Bootstrap bootstrap;
    private final ConcurrentMap<Long, Kept> kept =
            new ConcurrentHashMap<>(); // by number of the hook; no request is on its way

    private record Kept(HookConnection connection, HookAddress to, Instant until) {

        boolean isUsable(HookAddress address, Instant now) {
            return to.equals(address) && now.isBefore(until) && connection.isOpen();
        }
    }

    /**
     * Creates the event loop.
     *
     * @param executor runs the checks of certificates
     */
    HookConnections(Supplier<SSLContext> tls, Executor executor, Scheduler scheduler, Clock clock) {
        this.tls = tls;
        this.executor = executor;
        this.scheduler = scheduler;
        this.clock = clock;
        this.bootstrap = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .disableResolver() // connects to addresses that were checked, and to no names
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) CONNECT.toMillis());
    }

    /**
     * Sends a request on the kept connection of the hook, if there is one. A request on a connection that the receiver has closed
     * meanwhile is sent again on a new one.
     *
     * @param addresses resolves and checks the host; called if a connection is made
     * @param request creates the request for each attempt
     * @return completes with the status of the response; fails with an {@link IOException}, or as {@code addresses} does
     */
    CompletableFuture<Integer> post(
            long hook,
            HookAddress to,
            Supplier<CompletableFuture<List<InetAddress>>> addresses,
            Supplier<FullHttpRequest> request) {
        Kept found = kept.remove(hook);
        if (found != null && found.isUsable(to, clock.instant())) {
            Exchange exchange = new Exchange(request);
            exchange.send(found.connection());
            return exchange.status.exceptionallyCompose(
                    failure -> failure instanceof HookConnection.ClosedWhileKeptException
                            ? postAnew(hook, to, addresses, request)
                            : CompletableFuture.failedFuture(failure));
        }
        if (found != null) {
            found.connection().close();
        }
        return postAnew(hook, to, addresses, request);
    }

    private CompletableFuture<Integer> postAnew(
            long hook,
            HookAddress to,
            Supplier<CompletableFuture<List<InetAddress>>> addresses,
            Supplier<FullHttpRequest> request) {
        return addresses.get().thenCompose(found -> {
            Exchange exchange = new Exchange(request);
            connect(exchange, hook, to, found);
            return exchange.status;
        });
    }

    /** Connects to the first address that accepts the connection. */
    private void connect(Exchange exchange, long hook, HookAddress to, List<InetAddress> addresses) {
        Channel channel = bootstrap
                .clone()
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel created) {
                        initialize(created, hook, to);
                    }
                })
                .connect(new InetSocketAddress(addresses.get(0), to.port()))
                .addListener((ChannelFuture connected) -> {
                    if (connected.isSuccess()) {
                        secure(exchange, connected.channel());
                    } else if (addresses.size() > 1 && isUnreachable(connected.cause())) {
                        // As with an IPv6 address in a network without IPv6.
                        connect(exchange, hook, to, addresses.subList(1, addresses.size()));
                    } else {
                        exchange.fail(connected.cause());
                    }
                })
                .channel();
        exchange.onFailure(() -> {
            var unused = channel.close();
        });
    }

    private static boolean isUnreachable(Throwable cause) {
        return cause instanceof ConnectException || cause instanceof NoRouteToHostException;
    }

    private void initialize(Channel channel, long hook, HookAddress to) {
        if (to.isTls()) {
            channel.pipeline().addLast(new SslHandler(engine(to), executor));
        }
        Instant until = clock.instant().plus(KEPT);
        channel.pipeline()
                .addLast(
                        new HttpClientCodec(),
                        new IdleStateHandler(0, 0, IDLE_SECONDS),
                        new HookConnection(channel, new HookConnection.Listener() {
                            @Override
                            public void onIdle(HookConnection connection) {
                                Kept before = kept.put(hook, new Kept(connection, to, until));
                                if (before != null) {
                                    before.connection().close();
                                }
                            }

                            @Override
                            public void onClose(HookConnection connection) {
                                kept.computeIfPresent(
                                        hook, (id, here) -> here.connection() == connection ? null : here);
                            }
                        }));
    }

    /** Creates the client side of TLS, which names the host to the server and expects its certificate. */
    private SSLEngine engine(HookAddress to) {
        SSLEngine engine = tls.get().createSSLEngine(to.host(), to.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static void secure(Exchange exchange, Channel channel) {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        HookConnection connection = channel.pipeline().get(HookConnection.class);
        if (handler == null) {
            exchange.send(connection);
        } else {
            handler.handshakeFuture().addListener(handshake -> {
                if (handshake.isSuccess()) {
                    exchange.send(connection);
                } else {
                    exchange.fail(handshake.cause());
                }
            });
        }
    }

    /** Closes all connections, and ends the thread. */
    @Override
    public void close() {
        var unused = loops.shutdownGracefully(0, END_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A request until the status of its response, within a limited time. */
    private final class Exchange {

        private final CompletableFuture<Integer> status = new CompletableFuture<>();
        private final Supplier<FullHttpRequest> request;

        Exchange(Supplier<FullHttpRequest> request) {
            this.request = request;
            Scheduler.Task deadline = scheduler.schedule(
                    WHOLE, () -> status.completeExceptionally(new IOException("no response within 10 seconds")));
            var unused = status.whenComplete((code, failure) -> deadline.cancel());
        }

        void send(HookConnection connection) {
            onFailure(connection::close);
            var unused = connection.post(request.get()).whenComplete((code, failure) -> {
                if (failure != null) {
                    status.completeExceptionally(failure);
                } else {
                    status.complete(code);
                }
            });
        }

        void fail(@Nullable Throwable cause) {
            status.completeExceptionally(
                    cause instanceof ConnectTimeoutException
                            ? new ConnectException("the connection was not accepted within 3 seconds")
                            : cause instanceof IOException ? cause : new IOException(cause));
        }

        void onFailure(Runnable task) {
            var unused = status.whenComplete((code, failure) -> {
                if (failure != null) {
                    task.run();
                }
            });
        }
    }
}
