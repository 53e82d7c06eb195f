package dev.parley.websocket.tomcat;

import dev.parley.chat.room.FanOutPacer;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.Waker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that writes to the lines that are its own, and to no others. It knows which of them hear which room, so that a
 * room need only tell it once that there is something new: then it writes to one after the other. It never waits for a
 * socket: a line whose socket is busy is tried again a moment later.
 */
final class Pump implements Waker, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pump.class);
    private static final Duration A_MOMENT = Duration.ofMillis(1);

    /** So many lines are looked at beforehand. */
    private static final int AHEAD = 16;

    private final BlockingQueue<Runnable> turns = new LinkedBlockingQueue<>();
    private final Set<Room> awake = ConcurrentHashMap.newKeySet(); // those a turn of which is due
    private final Thread thread;
    private volatile boolean closed;

    // Confined to the pump's thread.
    private final Parcel parcel = new Parcel();
    private final Map<Room, Crowd> hearing = new HashMap<>();
    private final Set<Room> resting = new HashSet<>(); // those that are to be told when their crowd has rested
    private final List<DirectLine> busy = new ArrayList<>();

    /** What was seen ahead, kept so that looking is not left out as useless. */
    int looked;

    /** The lines that hear a room. */
    private record Crowd(List<DirectLine> lines, FanOutPacer fanOutPacer) {}

    /** Begins to pump. */
    Pump(int number) {
        thread = new Thread(this::pump, "websocket-pump-" + number);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void wake(Room room) {
        if (awake.add(room)) {
            turns.add(() -> tell(room));
        }
    }

    /** This line has something to write, and nobody else writes to it. Safe from any thread. */
    void add(DirectLine line) {
        turns.add(() -> write(line));
    }

    /** From now on this line is written to when there is something new in this room. Safe from any thread. */
    void hear(DirectLine line, Room room) {
        turns.add(() -> {
            if (!line.isOver()) {
                hearing.computeIfAbsent(room, first -> new Crowd(new ArrayList<>(), new FanOutPacer(System::nanoTime)))
                        .lines()
                        .add(line);
            }
        });
    }

    /** No longer. Safe from any thread. */
    void forget(DirectLine line, Room room) {
        turns.add(() -> {
            Crowd crowd = hearing.get(room);
            if (crowd != null && crowd.lines().remove(line) && crowd.lines().isEmpty()) {
                hearing.remove(room);
            }
        });
    }

    private void tell(Room room) {
        if (rest(room) > 0) {
            resting.add(room);
            return;
        }
        // First, so that it counts when the room wakes from now on.
        awake.remove(room);
        Crowd crowd = hearing.get(room);
        if (crowd != null) {
            crowd.fanOutPacer().run(() -> tell(crowd.lines()));
        }
    }

    private long rest(Room room) {
        Crowd crowd = hearing.get(room);
        return crowd == null ? 0 : crowd.fanOutPacer().delayNanos();
    }

    private void tell(List<DirectLine> lines) {
        // By index, which makes nothing; no line is added or removed but by a turn of its own.
        for (int i = 0; i < lines.size(); i++) {
            if (i % AHEAD == 0) {
                look(lines, i);
            }
            DirectLine line = lines.get(i);
            if (line.begin()) {
                write(line);
            }
        }
    }

    private void look(List<DirectLine> lines, int from) {
        int seen = 0;
        for (int i = from; i < Math.min(from + AHEAD, lines.size()); i++) {
            seen += lines.get(i).look();
        }
        looked = seen;
    }

    private void write(DirectLine line) {
        try {
            if (!line.write(parcel)) {
                busy.add(line);
            }
        } catch (RuntimeException broken) {
            LOG.error("A session could not be written.", broken);
            line.failed(broken, null);
        }
    }

    private void pump() {
        while (!closed) {
            try {
                Runnable turn = next();
                if (turn != null) {
                    turn.run();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /**
     * The next turn; when there is none, those whose socket was busy are due again after a moment, and rooms when their
     * crowds have rested.
     */
    private @Nullable Runnable next() throws InterruptedException {
        if (busy.isEmpty() && resting.isEmpty()) {
            return turns.take();
        }
        long moment = busy.isEmpty() ? FanOutPacer.LONGEST.toNanos() : A_MOMENT.toNanos();
        for (Room room : resting) {
            moment = Math.min(moment, rest(room));
        }
        Runnable next = turns.poll(moment, TimeUnit.NANOSECONDS);
        busy.forEach(this::add);
        busy.clear();
        resting.removeIf(room -> rest(room) == 0 && turns.add(() -> tell(room)));
        return next;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
