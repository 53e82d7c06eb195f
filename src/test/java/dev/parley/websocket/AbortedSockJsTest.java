package dev.parley.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.Subscriber;
import dev.parley.chat.session.LoginRequest;
import dev.parley.chat.session.LoginResult;
import dev.parley.chat.session.Session;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Checks that a client that resets the connection of a SockJS session while it is written has no effect on the sessions of others.
 * The container uses its request objects again, so that a late call on a request that has ended would reach another client.
 */
@Timeout(120)
class AbortedSockJsTest extends WebSocketTestBase {

    private static final int CLIENTS = 4;
    private static final int SESSIONS_EACH = 100;
    private static final int BYTES = 6_000;
    private static final String RECEIVED = "HTTP/1.1 204 HTTP/1.1 204 " + BYTES;

    private final ExecutorService executor = Executors.newFixedThreadPool(CLIENTS + 1);

    private static Socket post(String path, String body) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(20_000);
        String head = "POST /ws/000/" + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length()
                + "\r\n\r\n";
        socket.getOutputStream().write((head + body).getBytes(US_ASCII));
        return socket;
    }

    /** Sends a STOMP frame in a session, and returns the beginning of the response. */
    private static String send(String session, String frame) throws IOException {
        try (Socket socket = post(session + "/xhr_send", "[\"" + frame + "\\n\\n\\u0000\"]")) {
            return new String(socket.getInputStream().readNBytes(12), US_ASCII);
        }
    }

    /** Joins the room, reads a while, and resets the connection. Returns the responses and the number of bytes. */
    private static String abort(String name) throws IOException {
        try (Socket stream = post(name + "/xhr_streaming", "")) {
            stream.setSoLinger(true, 0);
            int first = stream.getInputStream().readNBytes(1_000).length;
            String connected = send(name, "CONNECT\\naccept-version:1.2\\nlogin:" + name);
            String subscribed = send(name, "SUBSCRIBE\\nid:a\\ndestination:/topic/rooms/lobby");
            int rest = stream.getInputStream().readNBytes(BYTES - first).length;
            return connected + " " + subscribed + " " + (first + rest);
        }
    }

    /** Sends messages until it is over. */
    private static void sendMessages(AtomicBoolean isOver) {
        LoginRequest request = LoginRequest.resumable("ada", new ClientInfo("browser", "websocket", "192.0.2.7"), null);
        LoginResult result = server.chatServer
                .login(request, new NoOpSubscriber())
                .toCompletableFuture()
                .join();
        Session ada = ((LoginResult.LoggedIn) result).session();
        ada.join(RoomName.LOBBY, new ReplayFrom.Last(0)).toCompletableFuture().join();
        while (!isOver.get()) {
            ada.publish(RoomName.LOBBY, "x".repeat(90), false, null)
                    .toCompletableFuture()
                    .join();
        }
    }

    @Test
    void clientThatDisconnectsDoesNotEndTheSessionsOfOthers() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        try {
            Future<?> messages = executor.submit(() -> sendMessages(isOver));
            List<Future<List<String>>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                String name = "u" + i + "x";
                clients.add(executor.submit(() -> {
                    List<String> results = new ArrayList<>();
                    while (results.size() < SESSIONS_EACH) {
                        results.add(abort(name + results.size()));
                    }
                    return results;
                }));
            }

            for (Future<List<String>> client : clients) {
                assertThat(client.get()).hasSize(SESSIONS_EACH).containsOnly(RECEIVED);
            }
            isOver.set(true);
            messages.get();
        } finally {
            isOver.set(true);
            executor.shutdownNow();
        }
    }

    private static final class NoOpSubscriber implements Subscriber {
        @Override
        public void wake(Cursor cursor) {}

        @Override
        public void onDirectMessage(DirectMessage message) {}

        @Override
        public void disconnect(DisconnectReason reason) {}
    }
}
