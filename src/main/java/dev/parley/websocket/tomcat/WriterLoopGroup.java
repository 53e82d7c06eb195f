package dev.parley.websocket.tomcat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The writer loops, few because more would compete with the readers. Thread-safe. */
final class WriterLoopGroup implements AutoCloseable {

    private final List<WriterLoop> writerLoops;
    private final AtomicInteger turn = new AtomicInteger();

    /** Starts the loops. */
    WriterLoopGroup() {
        int count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        writerLoops = IntStream.rangeClosed(1, count).mapToObj(WriterLoop::new).toList();
    }

    /** Returns the loop for another session, which it keeps. */
    WriterLoop next() {
        return writerLoops.get(Math.floorMod(turn.getAndIncrement(), writerLoops.size()));
    }

    @Override
    public void close() {
        writerLoops.forEach(WriterLoop::close);
    }
}
