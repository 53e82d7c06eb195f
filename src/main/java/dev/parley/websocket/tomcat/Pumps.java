package dev.parley.websocket.tomcat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The few threads that write to all sessions; more would compete with the readers. Safe from any thread. */
final class Pumps implements AutoCloseable {

    private final List<Pump> pumps;
    private final AtomicInteger turn = new AtomicInteger();

    /** Begins to pump. */
    Pumps() {
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        pumps = IntStream.rangeClosed(1, count).mapToObj(Pump::new).toList();
    }

    /** The pump for another session, which stays its own. */
    Pump next() {
        return pumps.get(Math.floorMod(turn.getAndIncrement(), pumps.size()));
    }

    @Override
    public void close() {
        pumps.forEach(Pump::close);
    }
}
