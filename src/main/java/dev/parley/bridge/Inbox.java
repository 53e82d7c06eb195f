package dev.parley.bridge;

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
final class Inbox extends ChannelInboundHandlerAdapter {

    private static final int SMALL = 1024;

    private final Connection connection;
    private final Telnet telnet = new Telnet();

    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf input;
    private boolean feeding;
    private boolean ended;
    private boolean discarding;

    Inbox(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (ctx.pipeline().get(SslHandler.class) == null) {
            connection.begin();
        }
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (connection.isOver() || !(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message);
            return;
        }
        ByteBuf text = telnet.strip(bytes, ctx.alloc());
        input = input == null ? text : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), input, text);
        if (telnet.tookTimingMark()) {
            connection.conversation().timingMark();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        feed();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                connection.begin();
                ctx.read();
            }
        } else if (event == ChannelInputShutdownEvent.INSTANCE || event instanceof SslCloseCompletionEvent) {
            inputEnds();
        }
    }

    /** Told once, or twice over TLS, which has an end of its own. */
    private void inputEnds() {
        boolean known = ended;
        ended = true;
        if (discarding) {
            connection.closeNow();
        } else if (!known) {
            feed();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        connection.writable();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        connection.gone();
        letGo();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Throwable fault = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (fault instanceof IOException) {
            connection.lost();
        } else {
            connection.failed(cause);
        }
    }

    /** Whether the peer has said that nothing more will come. */
    boolean hasEnded() {
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
    void feed() {
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
        if (connection.isOver()) {
            drop();
        }
        if (context != null && !ended && (discarding || !connection.isHeld())) {
            context.read();
        }
    }

    /** Says whether the conversation has changed by it. */
    private boolean readOnce() {
        Conversation reader = connection.conversation();
        if (input != null && !connection.isHeld()) {
            reader.read(input);
            tidy();
        }
        if (connection.isHeld()) {
            return false;
        }
        if (reader == connection.conversation()) {
            if (input != null && input.readableBytes() > reader.longest()) {
                connection.overflowed(reader.longest());
            } else if (ended) {
                reader.inputEnded();
            }
        }
        return reader != connection.conversation();
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
