package dev.parley.bench.server;

import dev.parley.bench.load.LoadTarget;
import java.time.Duration;

/** A running server that the benchmark measures. */
public interface Server extends AutoCloseable {

    /** Returns the name in options and tables. */
    String name();

    /** Returns the address and the protocol for clients. */
    LoadTarget target();

    /** Returns the resource usage of the process. */
    ProcessUsage usage();

    /** Returns whether the server runs on Java, and so has a heap. */
    boolean isJava();

    /** Returns the time from the start of the process until it accepted connections. */
    Duration startupTime();

    /** Stops the server. */
    @Override
    void close();
}
