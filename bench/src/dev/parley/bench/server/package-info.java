/**
 * The servers that the benchmark compares, each in a process of its own: start, resource usage and stop, by process id.
 * Knows the protocol of each server, but not the load. Used by one thread, except
 * {@link dev.parley.bench.server.ServerLauncher#close}.
 */
@NullMarked
package dev.parley.bench.server;

import org.jspecify.annotations.NullMarked;
