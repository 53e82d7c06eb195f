package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Decides by the first bytes from a trusted proxy whether they are a PROXY protocol header. If not, the connection is one
 * of a client on the machine of the proxy, or a health check, and has the address of the proxy. Confined to the
 * connection's event loop.
 */
final class ProxyProtocolDetector extends ByteToMessageDecoder {

    /** The beginning of version 1 and of version 2 (PROXY protocol, sections 2.1 and 2.2). */
    private static final List<byte[]> SIGNATURES = List.of(
            "PROXY ".getBytes(US_ASCII),
            new byte[] {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A});

    /** The largest header that HAProxy sends has the size of its buffers. */
    private static final int MAX_TLV_BYTES = 16 * 1024;

    private final ConnectionAddresses direct;
    private final TcpSettings settings;
    private final ProxyHeaderLog log;
    private final Admission admission;
    private @Nullable Future<?> timer;
    private boolean admitted;

    /** Sets up a connection whose addresses are known now. */
    interface Admission {

        /**
         * Adds the handlers of a connection to its pipeline.
         *
         * @param waited the time since the connection was accepted in which the client sent nothing
         */
        void admit(ConnectionAddresses addresses, Duration waited);
    }

    /**
     * Creates a detector.
     *
     * @param direct the addresses of the socket
     */
    ProxyProtocolDetector(ConnectionAddresses direct, TcpSettings settings, ProxyHeaderLog log, Admission admission) {
        this.direct = direct;
        this.settings = settings;
        this.log = log;
        this.admission = admission;
    }

    /** Waits for the first bytes, but no longer than the greeting. The next handlers become active when they are added. */
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        Duration timeout =
                headerTimeout().compareTo(settings.greetingDelay()) < 0 ? headerTimeout() : settings.greetingDelay();
        schedule(ctx, timeout, () -> admit(ctx, timeout));
        ctx.read();
    }

    private Duration headerTimeout() {
        return settings.proxyProtocol().headerTimeout();
    }

    private void schedule(ChannelHandlerContext ctx, Duration time, Runnable task) {
        cancel();
        timer = ctx.executor().schedule(task, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        switch (probe(in)) {
            case MORE -> schedule(ctx, headerTimeout(), () -> pass(ctx));
            case NO -> pass(ctx);
            case YES -> parse(ctx, in);
        }
    }

    private static ProbeResult probe(ByteBuf in) {
        for (byte[] signature : SIGNATURES) {
            int length = Math.min(signature.length, in.readableBytes());
            int matched = 0;
            while (matched < length && in.getByte(in.readerIndex() + matched) == signature[matched]) {
                matched++;
            }
            if (matched == length) {
                return length == signature.length ? ProbeResult.YES : ProbeResult.MORE;
            }
        }
        return ProbeResult.NO;
    }

    /** Replaces this handler by those of the header, unless the client was greeted under the address of the proxy. */
    private void parse(ChannelHandlerContext ctx, ByteBuf in) {
        if (admitted) {
            log.invalid(
                    direct.remote(), "the proxy sends it later than parley.tcp.detection-timeout after it connects");
            in.skipBytes(in.readableBytes());
            ChannelFuture unused = ctx.close();
            return;
        }
        ctx.pipeline()
                .addAfter(ctx.name(), null, new ProxyHeaderHandler(direct, headerTimeout(), log, admission))
                .addAfter(ctx.name(), null, new HAProxyMessageDecoder(MAX_TLV_BYTES))
                .remove(this);
    }

    /** Passes all input to the handlers of the connection. */
    private void pass(ChannelHandlerContext ctx) {
        admit(ctx, Duration.ZERO);
        ctx.pipeline().remove(this);
    }

    private void admit(ChannelHandlerContext ctx, Duration waited) {
        if (!admitted && ctx.channel().isActive()) {
            admitted = true;
            admission.admit(direct, waited);
            ctx.fireChannelActive();
        }
    }

    /** Closes a connection without input, as health checks make. */
    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (in.isReadable()) {
            pass(ctx);
        } else if (!admitted) {
            ChannelFuture unused = ctx.close();
        }
    }

    /** Ignores a reset before the first bytes. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (admitted) {
            ctx.fireExceptionCaught(cause);
        } else {
            ChannelFuture unused = ctx.close();
        }
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        cancel();
    }
}
