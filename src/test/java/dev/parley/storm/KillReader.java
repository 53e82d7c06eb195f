package dev.parley.storm;

import dev.parley.chat.room.Position;
import dev.parley.chat.room.RoomName;
import dev.parley.journey.Ledger;
import dev.parley.journey.ServerProcess;
import dev.parley.journey.StompTalker;
import dev.parley.stomp.Frame;
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

    private final Carrier.Kind kind;
    private final String name;
    private final Ledger ledger;
    private final List<String> seams = new CopyOnWriteArrayList<>();
    private String token = "";
    private @Nullable Position last;
    private final AtomicLong heard = new AtomicLong();

    KillReader(Carrier.Kind kind, String name, Ledger ledger) {
        this.kind = kind;
        this.name = name;
        this.ledger = ledger;
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
        try (Talker talker = Talker.enter(kind, server, name, token)) {
            token = talker.token();
            Position before = last;
            Frame welcome = before == null
                    ? talker.joins("lobby", "replay", "0")
                    : talker.joins("lobby", "after", before.toString());
            if (before != null && !StompTalker.json(welcome).path("recovered").asBoolean(false)) {
                seams.add(name + " could not go on from " + before + ": " + StompTalker.json(welcome));
            }
            while (!talker.isOver()) {
                Frame frame = talker.next(SLICE);
                if (frame != null && StompTalker.isEvent(frame, "said")) {
                    hear(frame);
                }
            }
        } catch (UncheckedIOException | Talker.Gone killed) {
            return;
        }
    }

    private void hear(Frame said) {
        Position place = Talker.placeOfSaid(said);
        Position before = last;
        if (before != null && (place.seq() != before.seq() + 1 || !place.epoch().equals(before.epoch()))) {
            seams.add(name + " heard " + place + " after " + before);
        }
        last = place;
        heard.incrementAndGet();
        ledger.acknowledge(
                RoomName.LOBBY, place, StompTalker.json(said).path("text").asString(""));
    }
}
