package dev.parley.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A plain WebSocket. */
final class WebSocketTestTransport implements TestTransport, WebSocket.Listener {

    static final HttpClient CLIENT;

    static {
        // Given up before the server does so after ten seconds. A browser sends a request again when its kept
        // connection
        // was closed the same moment; this client does not if it is a POST, and fails.
        System.setProperty("jdk.httpclient.keepalive.timeout", "5");
        CLIENT = HttpClient.newHttpClient();
    }

    private final Ear ear;
    private final WebSocket socket;

    WebSocketTestTransport(int port, Ear ear) {
        this.ear = ear;
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
        ear.text(text.toString());
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        ear.end(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        ear.end(-1);
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
