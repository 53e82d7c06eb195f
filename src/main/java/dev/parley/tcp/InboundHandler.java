package dev.parley.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a connection has sent and its conversation has not taken. Reads from the socket only while there is nothing to
 * wait for, one piece at a time, so that no more than one piece and one incomplete line or frame is ever held.
 */
final class InboundHandler extends ChannelInboundHandlerAdapter {

    private static final int SMALL = 1024;

    private final TcpConnection tcpConnection;
    private final TelnetFilter telnetFilter = new TelnetFilter();

    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf input;
    private boolean feeding;
    private boolean ended;
    private boolean discarding;

    InboundHandler(TcpConnection tcpConnection) {
        this.tcpConnection = tcpConnection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (ctx.pipeline().get(SslHandler.class) == null) {
            tcpConnection.start();
        }
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (tcpConnection.isClosed() || !(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message);
            return;
        }
        ByteBuf text = telnetFilter.strip(bytes, ctx.alloc());
        input = input == null ? text : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), input, text);
        if (telnetFilter.consumeTimingMark()) {
            tcpConnection.dialectSession().onTimingMark();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        decodePending();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                tcpConnection.start();
                ctx.read();
            }
        } else if (event == ChannelInputShutdownEvent.INSTANCE || event instanceof SslCloseCompletionEvent) {
            onInputClosed();
        }
    }

    /** Told once, or twice over TLS, which has an end of its own. */
    private void onInputClosed() {
        boolean known = ended;
        ended = true;
        if (discarding) {
            tcpConnection.closeNow();
        } else if (!known) {
            decodePending();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        tcpConnection.onWritable();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        tcpConnection.onInactive();
        letGo();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Throwable fault = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (fault instanceof IOException) {
            tcpConnection.onLost();
        } else {
            tcpConnection.onFailure(cause);
        }
    }

    /** Whether the peer has said that nothing more will come. */
    boolean isInputClosed() {
        return ended;
    }

    /** From now on reads only to find the end. */
    void discard() {
        discarding = true;
        letGo();
        if (context != null) {
            context.read();
        }
    }

    /** Lets the conversation read what there is, if it can, and asks the socket for more when it has. */
    void decodePending() {
        if (feeding) {
            return;
        }
        feeding = true;
        try {
            while (readOnce()) {
                // Another conversation has taken over and reads what is left.
            }
        } finally {
            feeding = false;
        }
        if (tcpConnection.isClosed()) {
            drop();
        }
        if (context != null && !ended && (discarding || !tcpConnection.isHeld())) {
            context.read();
        }
    }

    /** Says whether the conversation has changed by it. */
    private boolean readOnce() {
        DialectSession reader = tcpConnection.dialectSession();
        if (input != null && !tcpConnection.isHeld()) {
            reader.read(input);
            tidy();
        }
        if (tcpConnection.isHeld()) {
            return false;
        }
        if (reader == tcpConnection.dialectSession()) {
            if (input != null && input.readableBytes() > reader.maxPendingBytes()) {
                tcpConnection.onInputTooLong(reader.maxPendingBytes());
            } else if (ended) {
                reader.onInputClosed();
            }
        }
        return reader != tcpConnection.dialectSession();
    }

    /** Keeps a small rest in a small buffer: thousands of half lines must not each hold what a whole page needed. */
    private void tidy() {
        if (input == null) {
            return;
        }
        if (!input.isReadable()) {
            drop();
        } else if (input.capacity() > SMALL && input.readableBytes() <= SMALL / 2) {
            ByteBuf rest = input.alloc().buffer(input.readableBytes()).writeBytes(input);
            input.release();
            input = rest;
        } else {
            input.discardSomeReadBytes();
        }
    }

    /** Holds nothing any more; a conversation that is still reading is not robbed of what it reads, it is dropped behind it. */
    private void letGo() {
        if (!feeding) {
            drop();
        }
    }

    private void drop() {
        if (input != null) {
            input.release();
            input = null;
        }
    }
}
