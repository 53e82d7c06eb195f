/**
 * STOMP 1.0, 1.1 and 1.2 frames as values and as bytes, for whoever speaks the protocol: the server over WebSocket and
 * over plain TCP, and the terminal client. Knows the three specifications and limits on what may arrive, and nothing
 * else: no sockets, no destinations, no rooms, no JSON. Starts no threads; a {@link dev.parley.stomp.FrameReader}
 * belongs to the thread that reads its connection, everything else is immutable and may be shared.
 *
 * @see <a href="https://stomp.github.io/stomp-specification-1.2.html">STOMP 1.2</a>
 * @see <a href="https://stomp.github.io/stomp-specification-1.1.html">STOMP 1.1</a>
 * @see <a href="https://stomp.github.io/stomp-specification-1.0.html">STOMP 1.0</a>
 */
@NullMarked
package dev.parley.stomp;

import org.jspecify.annotations.NullMarked;
