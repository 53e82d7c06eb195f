package dev.parley.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Implements SockJS without WebSocket: a stream for received frames, and a request for each sent frame. */
final class SockJsTestTransport implements TestTransport {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Listener listener;
    private final String session;
    private volatile @Nullable InputStream stream;
    private volatile boolean closed;

    SockJsTestTransport(int port, Listener listener) {
        this.listener = listener;
        this.session = "http://localhost:" + port + "/ws/000/" + UUID.randomUUID();
        try {
            BufferedReader lines = open();
            String line = lines.readLine();
            while (line != null && !line.equals("o")) {
                line = lines.readLine();
            }
            if (line == null) {
                throw new IOException("the stream ended before the session was open");
            }
            TestTransport.startThread("sockjs", () -> listen(lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BufferedReader open() throws IOException {
        // No timeout, because the server ends the stream with the session or after a maximum number of bytes.
        HttpRequest request = HttpRequest.newBuilder(URI.create(session + "/xhr_streaming"))
                .POST(BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<InputStream> response =
                    WebSocketTestTransport.CLIENT.send(request, BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new IOException("xhr_streaming was answered with " + response.statusCode());
            }
            InputStream body = response.body();
            stream = body;
            if (closed) {
                body.close();
            }
            return new BufferedReader(new InputStreamReader(body, UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void listen(BufferedReader first) {
        BufferedReader lines = first;
        boolean any = true;
        while (!closed) {
            String line = null;
            try {
                line = lines.readLine();
            } catch (IOException ignored) {
                any = false;
            }
            if (line != null) {
                any = true;
                if (line.startsWith("c")) {
                    listener.onClose(JSON.readTree(line.substring(1)).get(0).asInt());
                    return;
                }
                onLine(line);
            } else if (any) {
                any = false;
                lines = openAgain();
            } else {
                listener.onClose(-1);
                return;
            }
        }
        listener.onClose(-1);
    }

    private BufferedReader openAgain() {
        try {
            return open();
        } catch (IOException ignored) {
            return new BufferedReader(new InputStreamReader(InputStream.nullInputStream(), UTF_8));
        }
    }

    private void onLine(String line) {
        if (line.startsWith("a")) {
            for (JsonNode text : JSON.readTree(line.substring(1))) {
                listener.onText(text.asString());
            }
        }
    }

    @Override
    public void send(String frame) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(session + "/xhr_send"))
                .timeout(TIMEOUT)
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(new String[] {frame})))
                .build();
        try {
            HttpResponse<Void> answer = WebSocketTestTransport.CLIENT.send(request, BodyHandlers.discarding());
            if (answer.statusCode() != 204) {
                throw new IOException("xhr_send was answered with " + answer.statusCode());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        try (InputStream open = stream) {
            if (open == null) {
                return;
            }
        } catch (IOException ignored) {
            return;
        }
    }
}
