package dev.parley.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Implements STOMP over a plain WebSocket. */
final class WebSocketTestTransport implements TestTransport, WebSocket.Listener {

    static final HttpClient CLIENT;

    static {
        // Shorter than the ten seconds of the server. If the server closes a kept connection at the moment of a
        // request, a browser sends the request again, but this client fails if it is a POST.
        System.setProperty("jdk.httpclient.keepalive.timeout", "5");
        CLIENT = HttpClient.newHttpClient();
    }

    private final Listener listener;
    private final WebSocket socket;

    WebSocketTestTransport(int port, Listener listener) {
        this.listener = listener;
        try {
            socket = CLIENT.newWebSocketBuilder()
                    .subprotocols("v12.stomp")
                    .buildAsync(URI.create("ws://localhost:" + port + "/ws/websocket"), this)
                    .join();
        } catch (CompletionException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        listener.onText(text.toString());
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        listener.onClose(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        listener.onClose(-1);
    }

    @Override
    public void send(String frame) {
        try {
            socket.sendText(frame, true).join();
        } catch (CompletionException | IllegalStateException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
