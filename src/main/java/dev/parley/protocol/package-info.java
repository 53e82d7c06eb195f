/**
 * Chat over STOMP: destinations, the JSON bodies of events, receipts, refusals and errors, and the validation of frames.
 * The names that clients use as well are in {@link dev.parley.protocol.api}. Serves WebSocket and TCP alike, so it knows frames and JSON, and no sockets or frameworks. Starts no thread. An
 * {@link dev.parley.protocol.OutboundQueue} belongs to one connection; all other types may be shared.
 */
@NullMarked
package dev.parley.protocol;

import org.jspecify.annotations.NullMarked;
