/**
 * The floor on Java: WebSocket servers with one thread that broadcast each text frame with one write per delivery, and
 * do nothing else. Their CPU time is a lower bound for servers on Java channels or Netty, as that of {@code floor.c}
 * is for all servers. Each is a program of its own, which {@link dev.parley.bench.server.ServerLauncher} starts; it
 * prints {@code port N} when it listens.
 */
@NullMarked
package dev.parley.bench.floor;

import org.jspecify.annotations.NullMarked;
