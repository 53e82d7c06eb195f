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
 * A thread that writes to its sessions. It knows which of them subscribe to a room, so that a room wakes it once; it
 * then writes to one session after the other. It never waits for a socket: a session whose socket is busy is tried
 * again shortly after.
 */
final class WriterLoop implements Waker, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WriterLoop.class);
    private static final Duration A_MOMENT = Duration.ofMillis(1);

    private final BlockingQueue<Runnable> turns = new LinkedBlockingQueue<>();
    private final Set<Room> awake = ConcurrentHashMap.newKeySet(); // the sessions that are due
    private final Thread thread;
    private volatile boolean closed;

    // Confined to the loop's thread.
    private final WriteBuffers buffers = new WriteBuffers();
    private final Map<Room, RoomWriters> hearing = new HashMap<>();
    private final Set<Room> resting = new HashSet<>(); // the rooms that are due after their pause
    private final List<NioSessionWriter> busy = new ArrayList<>();

    /** The sessions that subscribe to a room. */
    private record RoomWriters(List<NioSessionWriter> lines, FanOutPacer fanOutPacer) {}

    /** Starts the loop. */
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

    /** Adds a session with output that no other thread writes. Thread-safe. */
    void add(NioSessionWriter line) {
        turns.add(() -> write(line));
    }

    /** Subscribes a session to a room. Thread-safe. */
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

    /** Ends a subscription. Thread-safe. */
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
        // First, so that a wake of the room from now on includes it.
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
        // By index, which allocates nothing; only tasks of this loop change the list.
        for (int i = 0; i < lines.size(); i++) {
            NioSessionWriter line = lines.get(i);
            if (line.start()) {
                write(line);
            }
        }
    }

    private void write(NioSessionWriter line) {
        try {
            if (!line.write(buffers)) {
                busy.add(line);
            }
        } catch (RuntimeException e) {
            LOG.error("A session could not be written.", e);
            abort(line, e);
        }
    }

    private static void abort(NioSessionWriter line, RuntimeException cause) {
        try {
            line.failed(cause, null);
        } catch (RuntimeException e) {
            LOG.error("A session could not be closed.", e);
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
            } catch (RuntimeException e) {
                // The loop serves many sessions, and no other thread replaces it.
                LOG.error("A task of a writer loop failed.", e);
            }
        }
    }

    /** Returns the next task. Without one, busy sessions are due again after a moment, and rooms after their pause. */
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
