/**
 * Chat over STOMP: room events, receipts, refusals and disconnect reasons as JSON in STOMP frames, and client requests
 * as values. Shared by all STOMP transports; depends on frames and JSON, but not on sockets or frameworks. Starts no
 * threads; an {@link dev.parley.protocol.OutboundQueue} belongs to one connection, everything else may be shared.
 */
@NullMarked
package dev.parley.protocol;

import org.jspecify.annotations.NullMarked;
