package dev.parley.tcp;

import dev.parley.chat.identity.IpAddresses;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.session.ChatServer;
import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.ReplyBudget;
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
 * Listens on one or more TCP ports and accepts clients of all dialects.
 *
 * <p>Owns its event loops from {@link #start} to {@link #stop}. Safe from any thread.
 */
public final class TcpServer implements TransportEndpoint {

    /** Detects a vanished client within 30 s: after 15 s idle, 3 probes 5 s apart. */
    private static final Map<SocketOption<Integer>, Integer> KEEP_ALIVE = Map.of(
            ExtendedSocketOptions.TCP_KEEPIDLE, 15,
            ExtendedSocketOptions.TCP_KEEPINTERVAL, 5,
            ExtendedSocketOptions.TCP_KEEPCOUNT, 3);

    /** Limits the kernel's buffer for a client that does not read. The room keeps the rest. */
    private static final int SEND_BUFFER = 64 * 1024;

    /** More event loops would compete with the room threads for the cores. */
    private static final int LOOPS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private static final WriteBufferWaterMark WRITE_BUFFER = new WriteBufferWaterMark(8 * 1024, 32 * 1024);

    /** Sized for lines and frames, which are short. */
    private static final RecvByteBufAllocator READ_BUFFER = new AdaptiveRecvByteBufAllocator(64, 512, 16 * 1024);

    private final TcpSettings settings;
    private final @Nullable TlsPortSettings tlsPortSettings;
    private final ConnectionInitializer connectionInitializer;
    private final List<Channel> listening = new CopyOnWriteArrayList<>();
    private final List<Channel> listeningForNick = new CopyOnWriteArrayList<>();
    private volatile @Nullable Channel listeningForTls;
    private volatile @Nullable EventLoopGroup loops;

    /**
     * Creates a server without a TLS port and with a budget of its own. Does not open the ports.
     *
     * @param dialects the dialects in order of detection, see {@link Dialect#probe}
     */
    public TcpServer(TcpSettings settings, List<Dialect> dialects, ChatServer server, ConnectionLimiter limiter) {
        this(settings, null, dialects, server, limiter, new ReplyBudget(0));
    }

    /**
     * Creates a server with an optional TLS port for all dialects.
     *
     * @param tlsPortSettings null for no such port
     * @param replyBudget the budget of the pending output of all connections
     */
    public TcpServer(
            TcpSettings settings,
            @Nullable TlsPortSettings tlsPortSettings,
            List<Dialect> dialects,
            ChatServer server,
            ConnectionLimiter limiter,
            ReplyBudget replyBudget) {
        this.settings = settings;
        this.tlsPortSettings = tlsPortSettings;
        this.connectionInitializer = new ConnectionInitializer(settings, dialects, server, limiter, replyBudget);
    }

    /**
     * Opens all ports or none.
     *
     * @throws PortUnavailableException if a port cannot be opened
     */
    public void start() {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                LOOPS, new DefaultThreadFactory("parley-tcp"), NioIoHandler.newFactory());
        loops = group;
        ServerBootstrap bootstrap = bootstrap(group).channelFactory(DirectWriteChannel.Port::new);
        for (int port : settings.ports()) {
            listening.add(bind(bootstrap, port, "parley.tcp.ports"));
        }
        ServerBootstrap nickBootstrap = bootstrap.clone().childHandler(connectionInitializer.requestingNick());
        for (int port : settings.nickPorts()) {
            listeningForNick.add(bind(nickBootstrap, port, "parley.tcp.nick-ports"));
        }
        if (tlsPortSettings != null) {
            ServerBootstrap tlsBootstrap = bootstrap(group)
                    .channel(NioServerSocketChannel.class)
                    .childHandler(connectionInitializer.overTls(tlsPortSettings));
            listeningForTls = bind(tlsBootstrap, tlsPortSettings.port(), "parley.tcp.tls-port");
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
                // A failed write leaves the input readable that arrived before.
                .childOption(ChannelOption.AUTO_CLOSE, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.SO_SNDBUF, SEND_BUFFER)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, READ_BUFFER)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_BUFFER);
        Set<SocketOption<?>> supportedOptions = findSupportedOptions();
        KEEP_ALIVE.forEach((option, value) -> {
            if (supportedOptions.contains(option)) {
                bootstrap.childOption(NioChannelOption.of(option), value);
            }
        });
        return bootstrap;
    }

    /** Returns the socket options of this system; the keep-alive intervals are not available everywhere. */
    private static Set<SocketOption<?>> findSupportedOptions() {
        try (SocketChannel any = SocketChannel.open()) {
            return any.supportedOptions();
        } catch (IOException ignored) {
            return Set.of();
        }
    }

    /** Returns the open ports in the order of the settings. */
    public List<Integer> ports() {
        return listening.stream().map(TcpServer::port).toList();
    }

    /** Returns the open ports on which a silent client receives {@code NICK}, in the order of the settings. */
    public List<Integer> nickPorts() {
        return listeningForNick.stream().map(TcpServer::port).toList();
    }

    /** Returns the open TLS port; null if there is none. */
    public @Nullable Integer tlsPort() {
        Channel channel = listeningForTls;
        return channel == null ? null : port(channel);
    }

    private static int port(Channel channel) {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Returns whether the server is started and not stopped. */
    public boolean isOpen() {
        return loops != null;
    }

    @Override
    public List<String> connectInstructions() {
        String host = host(settings.address());
        List<String> lines = new ArrayList<>();
        ports().forEach(port -> lines.add("TCP: nc " + host + " " + port));
        nickPorts()
                .forEach(port -> lines.add("TCP: port " + port + " on " + host + ", for programs that wait for NICK"));
        Integer tls = tlsPort();
        if (tls != null) {
            String urlHost = host.indexOf(':') < 0 ? host : "[" + host + "]";
            lines.add("TCP: openssl s_client -quiet -connect " + urlHost + ":" + tls + ", or ncat --ssl " + host + " "
                    + tls);
        }
        return lines;
    }

    /** Returns the name of this server for a client. A link-local address keeps its scope, without which there is no way to it. */
    private static String host(String address) {
        if (address.isEmpty()) {
            return "localhost";
        }
        return address.indexOf('%') >= 0 ? address : IpAddresses.parse(address).orElse(address);
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
        ports.addAll(listeningForNick);
        listeningForNick.clear();
        Channel tls = listeningForTls;
        if (tls != null) {
            ports.add(tls);
            listeningForTls = null;
        }
        ports.forEach(channel -> channel.close().awaitUninterruptibly());
    }

    /**
     * Closes the ports, disconnects all clients and ends the threads. Returns within about 2 s more than {@link
     * TcpSettings#closeTimeout}. A stopped server may be started again.
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
                .forEach(connection -> connection.disconnect(DisconnectReason.shuttingDown()));
        awaitEmpty(settings.closeTimeout());
        connectionInitializer.halfOpenConnections().closeAll();
        awaitEmpty(Duration.ofSeconds(1));
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
            // The end of the event loops closes the remaining connections.
        }
    }
}
