package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Looks at the first byte that comes to a port that speaks TLS. Whoever has come with a plain {@code nc} is told so, in
 * plain words, as it would understand no others. Confined to its connection's event loop.
 */
final class PlaintextOnTlsHandler extends ChannelInboundHandlerAdapter {

    /** RFC 8446, section 5.1: the first record of a connection is part of a handshake. */
    private static final byte HANDSHAKE = 0x16;

    private boolean turnedAway;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (turnedAway) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof ByteBuf bytes
                && bytes.isReadable()
                && bytes.getByte(bytes.readerIndex()) != HANDSHAKE) {
            bytes.release();
            turnedAway = true;
            ctx.writeAndFlush(Unpooled.wrappedBuffer(
                            "This port speaks TLS. Come with openssl s_client -quiet, ncat --ssl or parley join --tls.\n"
                                    .getBytes(UTF_8)))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            ctx.pipeline().remove(this);
            ctx.fireChannelRead(message);
        }
    }
}
