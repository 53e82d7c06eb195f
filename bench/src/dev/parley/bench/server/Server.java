package dev.parley.bench.server;

import dev.parley.bench.load.LoadTarget;
import java.time.Duration;

/** One of those that are compared, running. */
public interface Server extends AutoCloseable {

    /** Its name in tables. */
    String name();

    /** How it is spoken to. */
    LoadTarget dialect();

    /** What it has used so far. */
    Usage usage();

    /** Whether it runs on Java, so that it has to be warm and has a heap. */
    boolean isJava();

    /** How long it took until it accepted connections. */
    Duration startedIn();

    /** Ends it. */
    @Override
    void close();
}
