package dev.parley.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.integration.ServerProcess;
import dev.parley.integration.StompLibraryClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that clients that request large answers and read none do not fill the heap of the server, neither while they are
 * connected nor after they have gone.
 */
@Tag("full")
class UnreadAnswersIT {

    private static final int CLIENTS = 150;
    private static final int REQUESTS = 40;
    private static final int MESSAGES = 200;

    /** The server uses about 30 MB. The answers of all requests would have 1.8 GB, the bounds of the queues 150 MB. */
    private static List<String> withSmallHeap(List<String> command) {
        List<String> changed = new ArrayList<>(command);
        changed.add(changed.indexOf("-XX:+UseSerialGC"), "-Xmx96m");
        return changed;
    }

    @TempDir
    private static Path folder;

    @Test
    void answersThatAreNotReadDoNotFillTheHeap() throws Exception {
        List<RawWebSocket> attackers = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(
                        UnreadAnswersIT::withSmallHeap, folder, "--parley.limits.messages-per-second=0");
                StompLibraryClient ada = StompLibraryClient.connect(server.pagePort())
                        .logIn("ada")
                        .join("lobby", "replay", "0")) {
            for (int i = 0; i < MESSAGES; i++) {
                ada.publish("lobby", i + "x".repeat(1_500), "m" + i);
            }
            ada.receiveReceipt("m" + (MESSAGES - 1));
            for (int i = 0; i < CLIENTS; i++) {
                attackers.add(requestAnswers(server.pagePort(), "a" + i));
            }

            ada.publish("lobby", "during the attack", "during").receiveReceipt("during");
            for (RawWebSocket attacker : attackers) {
                attacker.close();
            }

            ada.publish("lobby", "after the attack", "after").receiveReceipt("after");
            assertThat(health(server)).isEqualTo(200);
            assertThat(server.errors()).noneMatch(line -> line.contains("OutOfMemoryError"));
        }
    }

    private static RawWebSocket requestAnswers(int port, String name) throws IOException {
        RawWebSocket client = RawWebSocket.connect(port);
        client.sendFrame(0x81, ("CONNECT\naccept-version:1.2\nlogin:" + name + "\n\n\0").getBytes(UTF_8));
        client.sendFrame(0x81, "SUBSCRIBE\nid:r\ndestination:/topic/rooms/lobby\nreplay:0\n\n\0".getBytes(UTF_8));
        client.sendFrame(0x81, "SUBSCRIBE\nid:a\ndestination:/user/queue/answers\n\n\0".getBytes(UTF_8));
        for (int i = 0; i < REQUESTS; i++) {
            client.sendFrame(0x81, "SEND\ndestination:/app/commands\n\n{\"line\":\"/last 200\"}\0".getBytes(UTF_8));
        }
        return client;
    }

    private static int health(ServerProcess server) throws IOException, InterruptedException {
        URI address = server.page().resolve("/actuator/health/liveness");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
