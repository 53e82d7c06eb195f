/**
 * The dialect {@code stomp}: STOMP libraries over plain TCP, and Parley's terminal client. Destinations, headers, receipts,
 * refusals and resume are those of {@link dev.parley.protocol}, as over WebSocket. Knows no other dialect, and of the TCP
 * server only what every dialect gets. Owns no thread: a session is confined to the event loop of its connection; event
 * encoders and the subscribers of the room list are shared by all.
 */
@NullMarked
package dev.parley.tcp.dialect.stomp;

import org.jspecify.annotations.NullMarked;
