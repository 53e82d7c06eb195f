/**
 * The TCP server: limits connections, detects the dialect of each from its first bytes, and does its I/O. The dialects
 * are passed in as an ordered list of {@link dev.parley.tcp.Dialect}s.
 *
 * <p>{@link dev.parley.tcp.TcpServer} owns the event loops, the only threads of this package. A
 * {@link dev.parley.tcp.TcpConnection} and its objects are confined to its event loop, except for the methods of
 * {@link dev.parley.chat.room.Subscriber}. No thread waits for a client.
 */
@NullMarked
package dev.parley.tcp;

import org.jspecify.annotations.NullMarked;
