/**
 * The TCP server: listens, limits connections, detects by the first bytes which dialect a client speaks, and reads and
 * writes for that dialect. Knows no dialect: they are handed in as a list of {@link dev.parley.tcp.Dialect}, in order of
 * precedence.
 *
 * <p>{@link dev.parley.tcp.TcpServer} owns the event loops, the only threads of the package. A
 * {@link dev.parley.tcp.TcpConnection} is confined to its event loop, except for the methods of
 * {@link dev.parley.chat.room.Subscriber}, which any thread may call. No thread waits for a peer.
 */
@NullMarked
package dev.parley.tcp;

import org.jspecify.annotations.NullMarked;
