/**
 * Chat over STOMP: a {@link dev.parley.protocol.StompSession} per connection, destinations, and the JSON bodies of events,
 * receipts, refusals and errors. The names that clients use as well are in {@link dev.parley.protocol.api}. Serves WebSocket, SockJS and TCP alike over the port {@link
 * dev.parley.protocol.FrameSink}, so it knows frames and JSON, and no sockets or frameworks. Starts no thread. A session
 * and an {@link dev.parley.protocol.OutboundQueue} belong to one connection; all other types may be shared.
 */
@NullMarked
package dev.parley.protocol;

import org.jspecify.annotations.NullMarked;
