/**
 * The terminal port: listens, counts and bounds connections, finds out by their first bytes which dialect they speak,
 * and reads and writes for it. Knows none of the dialects: they are handed in as a list of
 * {@link dev.parley.bridge.Dialect}s, whose order decides.
 *
 * <p>{@link dev.parley.bridge.TerminalPort} owns the event loops, its only threads. A
 * {@link dev.parley.bridge.Connection} and all that hangs on it is confined to its event loop, except for what
 * {@link dev.parley.room.Subscriber} promises to anybody. No thread here ever waits for a peer.
 */
@NullMarked
package dev.parley.tcp;

import org.jspecify.annotations.NullMarked;
