package dev.parley.load;

import dev.parley.integration.DeliveryLedger;
import dev.parley.integration.ServerProcess;
import dev.parley.integration.StompLibraryClient;
import dev.parley.stomp.Frame;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Receives all messages over all kills. Records each as delivered, because a delivered message has to be stored, and
 * records each gap. Confined to one thread at a time.
 */
final class KillReader {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private final TestTransport.Kind kind;
    private final String name;
    private final DeliveryLedger deliveryLedger;
    private final List<String> gaps = new CopyOnWriteArrayList<>();
    private String token = "";
    private @Nullable Position last;
    private final AtomicLong received = new AtomicLong();

    KillReader(TestTransport.Kind kind, String name, DeliveryLedger deliveryLedger) {
        this.kind = kind;
        this.name = name;
        this.deliveryLedger = deliveryLedger;
    }

    /** Returns the places where a message did not follow the one before. */
    List<String> gaps() {
        return List.copyOf(gaps);
    }

    /** Returns how many messages it has received. */
    long receivedCount() {
        return received.get();
    }

    /** Reads until the server is killed. */
    void read(ServerProcess server) {
        try (LoadClient loadClient = LoadClient.logIn(kind, server, name, token)) {
            token = loadClient.token();
            Position before = last;
            Frame welcome = before == null
                    ? loadClient.join("lobby", "replay", "0")
                    : loadClient.join("lobby", "after", before.toString());
            if (before != null
                    && !StompLibraryClient.json(welcome).path("recovered").asBoolean(false)) {
                gaps.add(name + " could not go on from " + before + ": " + StompLibraryClient.json(welcome));
            }
            while (!loadClient.isClosedAndDrained()) {
                Frame frame = loadClient.poll(POLL_INTERVAL);
                if (frame != null && StompLibraryClient.isEvent(frame, "said")) {
                    onMessage(frame);
                }
            }
        } catch (UncheckedIOException | LoadClient.ServerUnavailableException ignored) {
            return;
        }
    }

    private void onMessage(Frame message) {
        Position place = LoadClient.messagePosition(message);
        Position before = last;
        if (before != null && (place.seq() != before.seq() + 1 || !place.epoch().equals(before.epoch()))) {
            gaps.add(name + " received " + place + " after " + before);
        }
        last = place;
        received.incrementAndGet();
        deliveryLedger.acknowledge(
                RoomName.LOBBY,
                place,
                StompLibraryClient.json(message).path("text").asString(""));
    }
}
