package dev.parley.websocket.tomcat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The few threads that write to all sessions; more would compete with the readers. Safe from any thread. */
final class WriterLoopGroup implements AutoCloseable {

    private final List<WriterLoop> writerLoops;
    private final AtomicInteger turn = new AtomicInteger();

    /** Begins to pump. */
    WriterLoopGroup() {
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        writerLoops = IntStream.rangeClosed(1, count).mapToObj(WriterLoop::new).toList();
    }

    /** The pump for another session, which stays its own. */
    WriterLoop next() {
        return writerLoops.get(Math.floorMod(turn.getAndIncrement(), writerLoops.size()));
    }

    @Override
    public void close() {
        writerLoops.forEach(WriterLoop::close);
    }
}
