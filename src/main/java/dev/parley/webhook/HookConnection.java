package dev.parley.webhook;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the address of a hook. It carries one request at a time. Of a response only the status counts; the rest is
 * discarded. Confined to the event loop of its channel, except {@link #post}, {@link #isOpen} and {@link #close}, which any thread
 * may call.
 */
final class HookConnection extends SimpleChannelInboundHandler<HttpObject> {

    /** The bytes of a body that are read at most. */
    private static final int MAX_BODY = 65_536;

    /** How long the end of a response is waited for, so that the connection can be kept. */
    private static final long END_MILLIS = 200;

    private static final int FIRST_FINAL = 200;
    private static final int SWITCHING_PROTOCOLS = 101;

    private final Channel channel;
    private final Listener listener;
    private @Nullable CompletableFuture<Integer> pending;
    private int status; // 0 before the head of the response
    private int left;
    private boolean isPersistent;
    private boolean wasUsed;

    /** Learns when a connection can take the next request, and when it is closed. Called on the event loop. */
    interface Listener {

        /** Called after a response, before its status is passed on. */
        void onIdle(HookConnection connection);

        /** Called when the connection is closed. */
        void onClose(HookConnection connection);
    }

    /** Thrown when a connection that was kept is closed before any byte of a response. */
    static final class ClosedWhileKeptException extends IOException {

        private static final long serialVersionUID = 1L;

        ClosedWhileKeptException() {
            super("the connection ended without a response");
        }
    }

    HookConnection(Channel channel, Listener listener) {
        this.channel = channel;
        this.listener = listener;
    }

    boolean isOpen() {
        return channel.isActive();
    }

    void close() {
        var unused = channel.close();
    }

    /**
     * Sends a request.
     *
     * @return completes with the status of the response; fails with an {@link IOException}
     */
    CompletableFuture<Integer> post(FullHttpRequest request) {
        CompletableFuture<Integer> response = new CompletableFuture<>();
        channel.eventLoop().execute(() -> {
            if (!channel.isActive()) {
                request.release();
                response.completeExceptionally(ended());
                return;
            }
            pending = response;
            status = 0;
            left = MAX_BODY;
            channel.writeAndFlush(request).addListener((ChannelFuture written) -> {
                if (!written.isSuccess()) {
                    fail(ended());
                }
            });
        });
        return response;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (pending == null) {
            close(); // it answers no request
            return;
        }
        if (part.decoderResult().isFailure()) {
            onFailure(new IOException("the answer is not HTTP"));
            return;
        }
        if (part instanceof HttpResponse response) {
            onHead(context, response);
        }
        if (part instanceof HttpContent content && status > 0) {
            left -= content.content().readableBytes();
            if (part instanceof LastHttpContent) {
                end(isPersistent && left >= 0);
            } else if (left < 0) {
                end(false);
            }
        }
    }

    /** Takes the first status that is not informational (RFC 9110, section 15.2). */
    private void onHead(ChannelHandlerContext context, HttpResponse response) {
        int code = response.status().code();
        if (!response.protocolVersion().protocolName().equals("HTTP")) {
            onFailure(new IOException("the answer is not HTTP"));
        } else if (code >= FIRST_FINAL || code == SWITCHING_PROTOCOLS) {
            status = code;
            isPersistent = code >= FIRST_FINAL && HttpUtil.isKeepAlive(response);
            CompletableFuture<Integer> answered = pending;
            var unused = context.executor()
                    .schedule(
                            () -> {
                                if (pending == answered) {
                                    end(false);
                                }
                            },
                            END_MILLIS,
                            TimeUnit.MILLISECONDS);
        }
    }

    private void end(boolean isKept) {
        CompletableFuture<Integer> response = pending;
        int code = status;
        pending = null;
        status = 0;
        wasUsed = true;
        if (isKept) {
            listener.onIdle(this);
        } else {
            close();
        }
        if (response != null) {
            response.complete(code);
        }
    }

    /** Ends the request with the status if that has arrived, and closes the connection. */
    private void onFailure(IOException failure) {
        if (status > 0) {
            end(false);
        } else {
            fail(failure);
        }
    }

    private void fail(IOException failure) {
        CompletableFuture<Integer> response = pending;
        pending = null;
        close();
        if (response != null) {
            response.completeExceptionally(failure);
        }
    }

    private IOException ended() {
        return wasUsed && status == 0
                ? new ClosedWhileKeptException()
                : new IOException("the connection ended without a response");
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        onFailure(ended());
        listener.onClose(this);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent && pending == null) {
            close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Throwable reason = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        onFailure(reason instanceof IOException failure ? failure : new IOException(reason.getMessage(), reason));
    }
}
