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
final class WriterLoop implements Waker, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WriterLoop.class);
    private static final Duration A_MOMENT = Duration.ofMillis(1);

    private final BlockingQueue<Runnable> turns = new LinkedBlockingQueue<>();
    private final Set<Room> awake = ConcurrentHashMap.newKeySet(); // those a turn of which is due
    private final Thread thread;
    private volatile boolean closed;

    // Confined to the pump's thread.
    private final WriteBuffers writeBuffers = new WriteBuffers();
    private final Map<Room, RoomWriters> hearing = new HashMap<>();
    private final Set<Room> resting = new HashSet<>(); // those that are to be told when their crowd has rested
    private final List<NioSessionWriter> busy = new ArrayList<>();

    /** The lines that hear a room. */
    private record RoomWriters(List<NioSessionWriter> lines, FanOutPacer fanOutPacer) {}

    /** Begins to pump. */
    WriterLoop(int number) {
        thread = new Thread(this::run, "parley-writer-" + number);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void wake(Room room) {
        if (awake.add(room)) {
            turns.add(() -> drain(room));
        }
    }

    /** This line has something to write, and nobody else writes to it. Safe from any thread. */
    void add(NioSessionWriter line) {
        turns.add(() -> write(line));
    }

    /** From now on this line is written to when there is something new in this room. Safe from any thread. */
    void subscribe(NioSessionWriter line, Room room) {
        turns.add(() -> {
            if (!line.isClosed()) {
                hearing.computeIfAbsent(
                                room, first -> new RoomWriters(new ArrayList<>(), new FanOutPacer(System::nanoTime)))
                        .lines()
                        .add(line);
            }
        });
    }

    /** No longer. Safe from any thread. */
    void unsubscribe(NioSessionWriter line, Room room) {
        turns.add(() -> {
            RoomWriters roomWriters = hearing.get(room);
            if (roomWriters != null
                    && roomWriters.lines().remove(line)
                    && roomWriters.lines().isEmpty()) {
                hearing.remove(room);
            }
        });
    }

    private void drain(Room room) {
        if (delayNanos(room) > 0) {
            resting.add(room);
            return;
        }
        // First, so that it counts when the room wakes from now on.
        awake.remove(room);
        RoomWriters roomWriters = hearing.get(room);
        if (roomWriters != null) {
            roomWriters.fanOutPacer().run(() -> drain(roomWriters.lines()));
        }
    }

    private long delayNanos(Room room) {
        RoomWriters roomWriters = hearing.get(room);
        return roomWriters == null ? 0 : roomWriters.fanOutPacer().delayNanos();
    }

    private void drain(List<NioSessionWriter> lines) {
        // By index, which makes nothing; no line is added or removed but by a turn of its own.
        for (int i = 0; i < lines.size(); i++) {
            NioSessionWriter line = lines.get(i);
            if (line.start()) {
                write(line);
            }
        }
    }

    private void write(NioSessionWriter line) {
        try {
            if (!line.write(writeBuffers)) {
                busy.add(line);
            }
        } catch (RuntimeException e) {
            LOG.error("A session could not be written.", e);
            line.failed(e, null);
        }
    }

    private void run() {
        while (!closed) {
            try {
                Runnable turn = next();
                if (turn != null) {
                    turn.run();
                }
            } catch (InterruptedException ignored) {
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
            moment = Math.min(moment, delayNanos(room));
        }
        Runnable next = turns.poll(moment, TimeUnit.NANOSECONDS);
        busy.forEach(this::add);
        busy.clear();
        resting.removeIf(room -> delayNanos(room) == 0 && turns.add(() -> drain(room)));
        return next;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
