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
 * Hears everything over all kills: notes it as told, since what was told has to be stored, and complains about each seam
 * it sees. Confined to one thread at a time.
 */
final class KillReader {

    private static final Duration SLICE = Duration.ofMillis(100);

    private final TestTransport.Kind kind;
    private final String name;
    private final DeliveryLedger deliveryLedger;
    private final List<String> seams = new CopyOnWriteArrayList<>();
    private String token = "";
    private @Nullable Position last;
    private final AtomicLong heard = new AtomicLong();

    KillReader(TestTransport.Kind kind, String name, DeliveryLedger deliveryLedger) {
        this.kind = kind;
        this.name = name;
        this.deliveryLedger = deliveryLedger;
    }

    /** Where what it heard did not follow on what it had heard. */
    List<String> seams() {
        return List.copyOf(seams);
    }

    /** How many messages it has heard. */
    long heard() {
        return heard.get();
    }

    /** Reads until the server is gone. */
    void read(ServerProcess server) {
        try (LoadClient loadClient = LoadClient.enter(kind, server, name, token)) {
            token = loadClient.token();
            Position before = last;
            Frame welcome = before == null
                    ? loadClient.joins("lobby", "replay", "0")
                    : loadClient.joins("lobby", "after", before.toString());
            if (before != null
                    && !StompLibraryClient.json(welcome).path("recovered").asBoolean(false)) {
                seams.add(name + " could not go on from " + before + ": " + StompLibraryClient.json(welcome));
            }
            while (!loadClient.isOver()) {
                Frame frame = loadClient.next(SLICE);
                if (frame != null && StompLibraryClient.isEvent(frame, "said")) {
                    hear(frame);
                }
            }
        } catch (UncheckedIOException | LoadClient.Gone ignored) {
            return;
        }
    }

    private void hear(Frame said) {
        Position place = LoadClient.placeOfSaid(said);
        Position before = last;
        if (before != null && (place.seq() != before.seq() + 1 || !place.epoch().equals(before.epoch()))) {
            seams.add(name + " heard " + place + " after " + before);
        }
        last = place;
        heard.incrementAndGet();
        deliveryLedger.acknowledge(
                RoomName.LOBBY,
                place,
                StompLibraryClient.json(said).path("text").asString(""));
    }
}
