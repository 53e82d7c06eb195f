/**
 * STOMP 1.0, 1.1 and 1.2 frames as values, with their decoder and encoder, for server and client alike. Knows the three
 * specifications and the limits on what a peer may send; knows no sockets, destinations, rooms or JSON. Starts no thread. A
 * {@link dev.parley.stomp.StompDecoder} belongs to the thread that reads its connection; all other types are immutable.
 *
 * @see <a href="https://stomp.github.io/stomp-specification-1.2.html">STOMP 1.2</a>
 * @see <a href="https://stomp.github.io/stomp-specification-1.1.html">STOMP 1.1</a>
 * @see <a href="https://stomp.github.io/stomp-specification-1.0.html">STOMP 1.0</a>
 */
@NullMarked
package dev.parley.stomp;

import org.jspecify.annotations.NullMarked;
