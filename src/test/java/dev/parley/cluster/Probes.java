package dev.parley.cluster;

import static org.awaitility.Awaitility.await;

import dev.parley.integration.StompLibraryClient;
import dev.parley.load.LoadClient;
import dev.parley.load.TestTransport;
import dev.parley.stomp.Frame;
import dev.parley.stomp.StompCommand;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Asks nodes for what a test wants to know, with clients of their own in a room of their own. */
final class Probes {

    /** The room of the probes. */
    static final String ROOM = "probes";

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String COUNTER = "counter";

    private final NodeProcesses nodes;
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger count = new AtomicInteger();

    Probes(NodeProcesses nodes) {
        this.nodes = nodes;
    }

    /** Connects a client that is in the room. */
    StompLibraryClient connect(int node) {
        return connect(node, "probe" + count.incrementAndGet());
    }

    /** Connects a client of this nickname that is in the room. */
    StompLibraryClient connect(int node, String name) {
        return StompLibraryClient.connect(nodes.node(node).pagePort())
                .logIn(name)
                .join(ROOM, "replay", "0");
    }

    /** Publishes a message, and returns the time until another client has received it. */
    Duration deliveryTime(StompLibraryClient sender, StompLibraryClient receiver) {
        String text = "probe-" + count.incrementAndGet();
        long sent = System.nanoTime();
        sender.publish(ROOM, text, text);
        receiver.receiveMessage(text);
        return Duration.ofNanos(System.nanoTime() - sent);
    }

    /** Publishes messages until one is acknowledged; returns the time. */
    Duration timeToReceipt(int node) {
        long began = System.nanoTime();
        await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(100)).until(() -> isStored(node));
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Publishes messages on all nodes at once until one on each is acknowledged; returns the time. */
    Duration timeToReceipts() {
        List<CompletableFuture<Duration>> times = IntStream.range(0, nodes.size())
                .mapToObj(node -> CompletableFuture.supplyAsync(() -> timeToReceipt(node)))
                .toList();
        return times.stream()
                .map(CompletableFuture::join)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private boolean isStored(int node) {
        String reference = "again-" + count.incrementAndGet();
        try (StompLibraryClient client = connect(node)) {
            client.publish(ROOM, reference, reference);
            return isReceipt(receiveAnswer(client, reference));
        } catch (AssertionError ignored) {
            return false; // the login was refused, or the connection closed
        }
    }

    /** Waits for the receipt or the refusal of a reference. */
    static Frame receiveAnswer(StompLibraryClient client, String reference) {
        return client.receive(frame -> isAnswer(frame, reference));
    }

    private static boolean isAnswer(Frame frame, String reference) {
        return reference.equals(frame.headers().get("receipt-id"))
                || ("/user/queue/refusals".equals(frame.headers().get("destination"))
                        && StompLibraryClient.json(frame)
                                .path("receipt")
                                .asString("")
                                .equals(reference));
    }

    static boolean isReceipt(Frame frame) {
        return frame.stompCommand() == StompCommand.RECEIPT;
    }

    /** Returns how often a text is stored. */
    long stored(String text) {
        return Long.parseLong(nodes.database()
                .query("SELECT count(*) FROM parley.message WHERE text = '" + text + "'")
                .get(0));
    }

    /** Returns the HTTP status of the readiness of a node; -1 without an answer. */
    int readiness(int node) {
        try {
            HttpRequest request = HttpRequest.newBuilder(nodes.node(node).page().resolve("/actuator/health/readiness"))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException ignored) {
            return -1;
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** Claims a nickname without a token; returns whether it was free. */
    boolean claim(int node, String name) {
        try (LoadClient client = LoadClient.logIn(TestTransport.Kind.TCP, nodes.node(node), name, "")) {
            return !client.token().isEmpty();
        } catch (LoadClient.ServerUnavailableException ignored) {
            return false;
        }
    }

    /** Writes the users of a room that each node lists, without those of this class. */
    void recordPresence(TranscriptFolder transcripts, String room) {
        for (int node = 0; node < nodes.size(); node++) {
            try (LoadClient client = LoadClient.logIn(TestTransport.Kind.TCP, nodes.node(node), COUNTER + node, "")) {
                JsonNode welcome = StompLibraryClient.json(client.join(room, "replay", "0"));
                List<String> names = new ArrayList<>();
                for (JsonNode user : welcome.path("people").path("first")) {
                    names.add(user.path("name").asString(""));
                }
                names.removeIf(name -> name.startsWith(COUNTER));
                transcripts.addPresence(NodeProcesses.name(node), names);
            }
        }
    }
}
