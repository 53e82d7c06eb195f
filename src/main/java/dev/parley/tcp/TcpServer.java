package dev.parley.tcp;

import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.TransportEndpoint;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * The terminal port: one or more TCP ports on which whoever connects is let in, whichever of the dialects it speaks.
 *
 * <p>Owns its event loops, from {@link #start} to {@link #stop}. Safe from any thread.
 */
public final class TcpServer implements TransportEndpoint {

    /** A peer that is gone without a word is found within half a minute: 15 s, then three probes 5 s apart. */
    private static final Map<SocketOption<Integer>, Integer> KEEP_ALIVE = Map.of(
            ExtendedSocketOptions.TCP_KEEPIDLE, 15,
            ExtendedSocketOptions.TCP_KEEPINTERVAL, 5,
            ExtendedSocketOptions.TCP_KEEPCOUNT, 3);

    /** What the kernel holds for a peer that takes nothing; what it does not hold is still in the room. */
    private static final int SEND_BUFFER = 64 * 1024;

    /** More would compete with those who read what is written. */
    private static final int LOOPS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private static final WriteBufferWaterMark WRITE_BUFFER = new WriteBufferWaterMark(8 * 1024, 32 * 1024);

    /** A line or frame is much shorter than what is read at once at most. */
    private static final RecvByteBufAllocator READ_BUFFER = new AdaptiveRecvByteBufAllocator(64, 512, 16 * 1024);

    private final TcpSettings settings;
    private final @Nullable TlsPortSettings tlsPortSettings;
    private final ConnectionInitializer connectionInitializer;
    private final List<Channel> listening = new CopyOnWriteArrayList<>();
    private volatile @Nullable Channel listeningForTls;
    private volatile @Nullable EventLoopGroup loops;

    /**
     * A terminal port that is not open yet.
     *
     * @param dialects what is spoken; the order decides, see {@link Dialect#probe}
     */
    public TcpServer(
            TcpSettings settings, List<Dialect> dialects, ChatServer chatServer, ConnectionLimiter connectionLimiter) {
        this(settings, null, dialects, chatServer, connectionLimiter);
    }

    /**
     * The same, with one port more on which all this is spoken inside of TLS.
     *
     * @param tlsPortSettings null for no such port
     */
    public TcpServer(
            TcpSettings settings,
            @Nullable TlsPortSettings tlsPortSettings,
            List<Dialect> dialects,
            ChatServer chatServer,
            ConnectionLimiter connectionLimiter) {
        this.settings = settings;
        this.tlsPortSettings = tlsPortSettings;
        this.connectionInitializer = new ConnectionInitializer(settings, dialects, chatServer, connectionLimiter);
    }

    /**
     * Opens all ports, or none.
     *
     * @throws PortUnavailableException if one cannot be opened
     */
    public void start() {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                LOOPS, new DefaultThreadFactory("parley-terminal"), NioIoHandler.newFactory());
        loops = group;
        ServerBootstrap bootstrap = bootstrap(group).channelFactory(DirectWriteChannel.Port::new);
        for (int port : settings.ports()) {
            listening.add(bind(bootstrap, port, "parley.tcp.ports"));
        }
        if (tlsPortSettings != null) {
            ServerBootstrap secret = bootstrap(group)
                    .channel(NioServerSocketChannel.class)
                    .childHandler(connectionInitializer.overTls(tlsPortSettings.engines()));
            listeningForTls = bind(secret, tlsPortSettings.port(), "parley.tcp.tls-port");
        }
    }

    private Channel bind(ServerBootstrap bootstrap, int port, String setting) {
        ChannelFuture bound = bootstrap.bind(local(port)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            stop();
            throw new PortUnavailableException(port, setting, settings.address(), bound.cause());
        }
        return bound.channel();
    }

    private InetSocketAddress local(int port) {
        return settings.address().isEmpty()
                ? new InetSocketAddress(port)
                : new InetSocketAddress(settings.address(), port);
    }

    private ServerBootstrap bootstrap(EventLoopGroup group) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .childHandler(connectionInitializer)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, READ_BUFFER)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_BUFFER);
        Set<SocketOption<?>> known = known();
        KEEP_ALIVE.forEach((option, value) -> {
            if (known.contains(option)) {
                bootstrap.childOption(NioChannelOption.of(option), value);
            }
        });
        return bootstrap;
    }

    /** What this system can do; the fine points of keep-alive are not to be had everywhere. */
    private static Set<SocketOption<?>> known() {
        try (SocketChannel any = SocketChannel.open()) {
            return any.supportedOptions();
        } catch (IOException ignored) {
            return Set.of();
        }
    }

    /** The ports it listens on, in the order of the settings. */
    public List<Integer> ports() {
        return listening.stream().map(TcpServer::port).toList();
    }

    /** The port on which TLS is spoken; null if there is none, or it is not open. */
    public @Nullable Integer tlsPort() {
        Channel channel = listeningForTls;
        return channel == null ? null : port(channel);
    }

    private static int port(Channel channel) {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Whether it has been started and not stopped. */
    public boolean isOpen() {
        return loops != null;
    }

    @Override
    public List<String> connectInstructions() {
        String host = settings.address().isEmpty() ? "localhost" : settings.address();
        List<String> lines = new ArrayList<>();
        ports().forEach(port -> lines.add("Terminals: nc " + host + " " + port));
        Integer secret = tlsPort();
        if (secret != null) {
            String named = host.indexOf(':') < 0 ? host : "[" + host + "]";
            lines.add("Terminals: openssl s_client -quiet -connect " + named + ":" + secret + ", or ncat --ssl " + host
                    + " " + secret);
        }
        return lines;
    }

    @Override
    public int openConnections() {
        return connectionInitializer.connections().connections().size();
    }

    @Override
    public Map<String, Integer> dialects() {
        return connectionInitializer.connections().dialects();
    }

    @Override
    public long delivered() {
        return connectionInitializer.connections().delivered();
    }

    @Override
    public void close() {
        List<Channel> ports = new ArrayList<>(listening);
        listening.clear();
        Channel secret = listeningForTls;
        if (secret != null) {
            ports.add(secret);
            listeningForTls = null;
        }
        ports.forEach(channel -> channel.close().awaitUninterruptibly());
    }

    /**
     * Shuts, says goodbye to whoever is still there, and ends its threads. Returns when that is done, within about two
     * seconds longer than {@link TcpSettings#parting}. A port that is stopped may be started again.
     */
    public void stop() {
        close();
        EventLoopGroup group = loops;
        if (group == null) {
            return;
        }
        loops = null;
        connectionInitializer
                .connections()
                .connections()
                .forEach(tcpConnection -> tcpConnection.disconnect(DisconnectReason.shuttingDown()));
        awaitEmpty(settings.parting().plusSeconds(1));
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private void awaitEmpty(Duration atMost) {
        CompletableFuture<?>[] closed = connectionInitializer.connections().connections().stream()
                .map(TcpConnection::closeFuture)
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(closed).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException ignored) {
            // Whoever is left is cut when the loops end.
        }
    }
}
