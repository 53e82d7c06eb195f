package dev.parley.storm;

import dev.parley.chat.room.Position;
import dev.parley.chat.room.RoomName;
import dev.parley.journey.Ledger;
import dev.parley.journey.ServerProcess;
import dev.parley.stomp.Frame;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends at a pace and notes each receipt. When it is back after its server was killed, it first sends again what it has
 * no receipt for, and for good measure the last it has one for. Confined to one thread at a time.
 */
final class KillSender {

    private static final int AGAIN = 20;
    private static final int MOST_UNCONFIRMED = 500;

    private final Carrier.Kind kind;
    private final String name;
    private final long pause;
    private final Ledger ledger;
    private final AtomicLong receipts;
    private final Map<String, Saying> unconfirmed = new LinkedHashMap<>();
    private final Deque<Saying> confirmed = new ArrayDeque<>();
    private String token = "";
    private int next;

    KillSender(Carrier.Kind kind, String name, int aSecond, Ledger ledger, AtomicLong receipts) {
        this.kind = kind;
        this.name = name;
        this.pause = Duration.ofSeconds(1).toNanos() / aSecond;
        this.ledger = ledger;
        this.receipts = receipts;
    }

    /**
     * Sends until the server is gone; or, if there is to be nothing new, until all is confirmed.
     *
     * @return whether all is confirmed
     */
    boolean send(ServerProcess server, boolean more) {
        try (Talker talker = Talker.enter(kind, server, name, token)) {
            token = talker.token();
            talker.joins("lobby", "replay", "0");
            for (Saying saying : List.copyOf(unconfirmed.values())) {
                talker.posts("lobby", saying);
            }
            for (Saying saying : List.copyOf(confirmed)) {
                unconfirmed.put(saying.reference(), saying);
                talker.posts("lobby", saying);
            }
            long due = System.nanoTime();
            while (!talker.isOver() && (more || !unconfirmed.isEmpty())) {
                while (more && due <= System.nanoTime() && unconfirmed.size() < MOST_UNCONFIRMED) {
                    Saying saying = new Saying(name, next++);
                    unconfirmed.put(saying.reference(), saying);
                    talker.posts("lobby", saying);
                    due += pause;
                }
                hear(talker.next(Duration.ofNanos(Math.max(0, due - System.nanoTime()))));
            }
            for (Frame frame = talker.next(Duration.ZERO); frame != null; frame = talker.next(Duration.ZERO)) {
                hear(frame);
            }
        } catch (UncheckedIOException | Talker.Gone killed) {
            return false;
        }
        return unconfirmed.isEmpty();
    }

    private void hear(@Nullable Frame frame) {
        if (frame == null || !Talker.isReceipt(frame)) {
            return;
        }
        Saying saying = unconfirmed.remove(String.valueOf(frame.headers().get("receipt-id")));
        Position place = Talker.place(frame);
        if (saying != null) {
            ledger.acknowledge(RoomName.LOBBY, place, saying.text());
            confirmed.add(saying);
            if (confirmed.size() > AGAIN) {
                confirmed.remove();
            }
            receipts.incrementAndGet();
        }
    }
}
