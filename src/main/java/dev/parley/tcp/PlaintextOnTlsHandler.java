package dev.parley.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Checks the first byte on the TLS port. Replies to a plaintext client in plaintext and closes the connection.
 * Confined to the connection's event loop.
 */
final class PlaintextOnTlsHandler extends ChannelInboundHandlerAdapter {

    /** The content type of a handshake record, which begins every connection (RFC 8446, section 5.1). */
    private static final byte HANDSHAKE = 0x16;

    private boolean refused;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (refused) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof ByteBuf bytes
                && bytes.isReadable()
                && bytes.getByte(bytes.readerIndex()) != HANDSHAKE) {
            bytes.release();
            refused = true;
            ctx.writeAndFlush(Unpooled.wrappedBuffer(
                            "This port requires TLS. Connect with openssl s_client -quiet, ncat --ssl or parley join --tls.\n"
                                    .getBytes(UTF_8)))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            ctx.pipeline().remove(this);
            ctx.fireChannelRead(message);
        }
    }
}
