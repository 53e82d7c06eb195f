package dev.parley.tcp;

import dev.parley.chat.room.DisconnectReason;
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
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Buffers the input that the dialect session has not consumed. Reads ahead while reads are held, because the kernel drops
 * what it has not yet received or passed on when the connection is reset; but never more than one chunk over the limit.
 */
final class InboundHandler extends ChannelInboundHandlerAdapter {

    private static final int SMALL_BUFFER = 1024;

    /** The number of buffered bytes from which nothing more is read while reads are held. */
    private static final int READ_AHEAD = 64 * 1024;

    private final TcpConnection connection;
    private final TelnetFilter telnet = new TelnetFilter();
    private final ByteOrderMarkFilter byteOrderMark = new ByteOrderMarkFilter();
    private final QuickAck quickAck = new QuickAck();

    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf input;
    private @Nullable Utf16 utf16;
    private boolean decoding;
    private boolean readRequested;
    private boolean inputClosed;
    private boolean discarding;

    InboundHandler(TcpConnection connection) {
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (ctx.pipeline().get(SslHandler.class) == null) {
            connection.start();
        }
        requestRead();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (connection.isClosed() || !(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message);
            return;
        }
        quickAck.onRead();
        ByteBuf text = telnet.strip(bytes, ctx.alloc());
        if (utf16 != null) {
            utf16.decode(text);
        }
        input = input == null ? text : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), input, text);
        if (telnet.consumeTimingMark()) {
            connection.dialectSession().onTimingMark();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        readRequested = false;
        decodePending();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                connection.start();
                requestRead();
            }
        } else if (event == ChannelInputShutdownEvent.INSTANCE || event instanceof SslCloseCompletionEvent) {
            onInputClosed();
        }
    }

    /** Called up to twice over TLS, which signals its own end of input before that of TCP. */
    private void onInputClosed() {
        boolean alreadyClosed = inputClosed;
        inputClosed = true;
        if (discarding) {
            connection.closeNow();
        } else if (!alreadyClosed) {
            decodePending();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        connection.resumeDeliveries();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        connection.onInactive();
        releaseInput();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Throwable failure = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (failure instanceof SSLException) {
            connection.onLost();
        } else if (failure instanceof IOException) {
            connection.onOutputLost();
        } else {
            connection.onFailure(cause);
        }
    }

    QuickAck quickAck() {
        return quickAck;
    }

    boolean isTelnet() {
        return telnet.isNegotiated();
    }

    /** Converts all further input. */
    void useUtf16(Utf16 converter) {
        utf16 = converter;
    }

    /** Returns whether the client has closed its output. */
    boolean isInputClosed() {
        return inputClosed;
    }

    /** Discards all further input and waits for the client to close. */
    void discard() {
        discarding = true;
        releaseInput();
        requestRead();
    }

    /** Passes buffered input to the session unless reads are held, then requests more from the socket. */
    void decodePending() {
        if (decoding) {
            return;
        }
        decoding = true;
        try {
            while (readOnce()) {
                // Another session has taken over and reads the rest.
            }
        } finally {
            decoding = false;
        }
        if (connection.isClosed()) {
            clearInput();
        }
        if (!inputClosed && (discarding || !connection.isHeld() || canReadAhead())) {
            requestRead();
        }
    }

    private void requestRead() {
        if (context != null && !readRequested) {
            readRequested = true;
            context.read();
        }
    }

    private boolean canReadAhead() {
        return !connection.isClosed() && (input == null || input.readableBytes() < READ_AHEAD);
    }

    /** Returns whether the session has been replaced meanwhile. */
    private boolean readOnce() {
        DialectSession reader = connection.dialectSession();
        if (input != null && !connection.isHeld() && byteOrderMark.skip(input, inputClosed)) {
            reader.read(input);
            compact();
        }
        if (connection.isHeld()) {
            return false;
        }
        if (reader == connection.dialectSession()) {
            if (input != null && input.readableBytes() > reader.maxPendingBytes()) {
                connection.disconnectNow(DisconnectReason.malformed("Received " + reader.maxPendingBytes() / 1024
                        + " KiB without the end of a message. The connection is closed."));
            } else if (inputClosed) {
                reader.onInputClosed();
            }
        }
        return reader != connection.dialectSession();
    }

    /** Copies a small rest into a small buffer, so that thousands of incomplete lines do not each hold a large one. */
    private void compact() {
        if (input == null) {
            return;
        }
        if (!input.isReadable()) {
            clearInput();
        } else if (input.capacity() > SMALL_BUFFER && input.readableBytes() <= SMALL_BUFFER / 2) {
            ByteBuf rest = input.alloc().buffer(input.readableBytes()).writeBytes(input);
            input.release();
            input = rest;
        } else {
            input.discardSomeReadBytes();
        }
    }

    /** Releases the input, unless a session is reading it; {@link #decodePending} releases it afterwards. */
    private void releaseInput() {
        if (!decoding) {
            clearInput();
        }
    }

    private void clearInput() {
        if (input != null) {
            input.release();
            input = null;
        }
    }
}
