/**
 * A codec for STOMP 1.0, 1.1 and 1.2, used by the server over WebSocket and TCP and by the client. Depends on nothing
 * else: no sockets, destinations, rooms or JSON. Starts no threads; a {@link dev.parley.stomp.StompDecoder} is confined
 * to the thread that reads its connection, everything else is immutable and may be shared.
 *
 * @see <a href="https://stomp.github.io/stomp-specification-1.2.html">STOMP 1.2</a>
 * @see <a href="https://stomp.github.io/stomp-specification-1.1.html">STOMP 1.1</a>
 * @see <a href="https://stomp.github.io/stomp-specification-1.0.html">STOMP 1.0</a>
 */
@NullMarked
package dev.parley.stomp;

import org.jspecify.annotations.NullMarked;
