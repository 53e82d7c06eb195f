package dev.parley.http.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.session.ConnectionLimiter;
import dev.parley.chat.session.Session;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that a client that disconnects while its response is written has no effect on the responses of others. The container
 * uses its request objects again, so that a late call on a request that has ended would end the request of another client.
 */
@Timeout(120)
class AbortedResponseTest {

    private static final int CLIENTS = 4;
    private static final int RESPONSES_EACH = 300;
    private static final int BYTES = 700;
    private static final Pattern BUSY = Pattern.compile("HTTP/1.1 (429|503)"); // exports have limits

    private final ExecutorService executor = Executors.newFixedThreadPool(CLIENTS + 1);

    /** Requests a long response, reads its beginning, and resets the connection. Returns the bytes that were read. */
    private static String abort(ApiServer server, String path, String key) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoLinger(true, 0);
            String request =
                    "GET /api/v1/" + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return new String(socket.getInputStream().readNBytes(BYTES), US_ASCII);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rooms/lobby/stream", "rooms/lobby/export"})
    void clientThatDisconnectsDoesNotEndTheResponsesOfOthers(String path) throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        try (ApiServer server =
                new ApiServer(Map.of("limiter", new ConnectionLimiter(0, 0)), SlowClientTest.TomcatWiring.class)) {
            server.fillLobby(5_000, "x".repeat(400));
            Session ada = server.login("ada");
            Future<?> messages = executor.submit(() -> {
                while (!isOver.get()) {
                    ada.publish(RoomName.LOBBY, "x".repeat(300), false, null)
                            .toCompletableFuture()
                            .join();
                }
            });
            List<Future<List<Integer>>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String key = server.bot("reader" + i, false, "lobby");
                clients.add(executor.submit(() -> {
                    List<Integer> bytes = new ArrayList<>();
                    while (bytes.size() < RESPONSES_EACH) {
                        String read = abort(server, path, key);
                        if (!BUSY.matcher(read).lookingAt()) {
                            bytes.add(read.length());
                        }
                    }
                    return bytes;
                }));
            }

            for (Future<List<Integer>> client : clients) {
                assertThat(client.get()).hasSize(RESPONSES_EACH).containsOnly(BYTES);
            }
            isOver.set(true);
            messages.get();
        } finally {
            isOver.set(true);
            executor.shutdownNow();
        }
    }
}
