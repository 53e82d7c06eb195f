package dev.parley.tcp;

import dev.parley.chat.identity.IpAddresses;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sets up a connection with the addresses of its PROXY protocol header. Closes it if the header is invalid or does not
 * arrive in time, because its client is unknown. Confined to the connection's event loop.
 */
final class ProxyHeaderHandler extends ChannelInboundHandlerAdapter {

    private final ConnectionAddresses direct;
    private final Duration timeout;
    private final ProxyHeaderLog log;
    private final ProxyProtocolDetector.Admission admission;
    private @Nullable Future<?> timer;
    private boolean failed;

    /**
     * Creates a handler.
     *
     * @param direct the addresses of the socket, for a header that names no client
     * @param timeout time for the proxy to complete the header
     */
    ProxyHeaderHandler(
            ConnectionAddresses direct,
            Duration timeout,
            ProxyHeaderLog log,
            ProxyProtocolDetector.Admission admission) {
        this.direct = direct;
        this.timeout = timeout;
        this.log = log;
        this.admission = admission;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        timer = ctx.executor()
                .schedule(
                        () -> fail(ctx, "it is not complete after " + timeout.toMillis() + " ms"),
                        timeout.toNanos(),
                        TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof HAProxyMessage header)) {
            ctx.fireChannelRead(message);
            return;
        }
        Optional<ConnectionAddresses> addresses;
        try {
            addresses = addresses(header);
        } finally {
            header.release();
        }
        if (failed || !ctx.channel().isActive()) {
            // The decoder continues with the rest of the input when the connection closes.
            return;
        }
        if (addresses.isEmpty()) {
            fail(ctx, "its source address is not an IP address");
            return;
        }
        admission.admit(addresses.get(), Duration.ZERO);
        ctx.fireChannelActive();
        ctx.pipeline().remove(this);
    }

    /**
     * Returns the addresses of the client: those of the proxy for its health check and for a client without an IP
     * address; empty if the address of the client is invalid.
     */
    private Optional<ConnectionAddresses> addresses(HAProxyMessage header) {
        AddressFamily family = header.proxiedProtocol().addressFamily();
        if (header.command() == HAProxyCommand.LOCAL
                || (family != AddressFamily.AF_IPv4 && family != AddressFamily.AF_IPv6)) {
            return Optional.of(direct.ofProxy());
        }
        InetAddress destination = NetUtil.createInetAddressFromIpAddressString(header.destinationAddress());
        InetSocketAddress local = destination == null || header.destinationPort() == 0
                ? direct.localSocket()
                : new InetSocketAddress(destination, header.destinationPort());
        return IpAddresses.parse(header.sourceAddress()).map(source -> new ConnectionAddresses(source, local, false));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            fail(ctx, "the connection ended before it was complete");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof DecoderException) {
            fail(ctx, String.valueOf(cause.getMessage()));
        } else {
            // The proxy reset the connection.
            ChannelFuture unused = ctx.close();
        }
    }

    private void fail(ChannelHandlerContext ctx, String reason) {
        if (!failed) {
            failed = true;
            log.invalid(direct.remote(), reason);
            ChannelFuture unused = ctx.close();
        }
    }
}
