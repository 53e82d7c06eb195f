/**
 * The floor once more, on Java: one thread, one write for each delivery of a WebSocket text frame, and nothing else. What
 * {@code floor.c} costs beneath all servers, these cost beneath all servers on Java, by its own channels and by Netty. Each
 * is a program of its own, started by {@link dev.parley.bench.server.ServerLauncher}; it prints {@code port N} when it is open.
 */
@NullMarked
package dev.parley.bench.floor;

import org.jspecify.annotations.NullMarked;
