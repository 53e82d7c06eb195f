/**
 * Rooms in STOMP: what happens in a room, receipts, refusals and farewells as JSON in STOMP frames, and what clients send
 * back again as values. Shared by every listener that speaks STOMP, so it knows frames and JSON, but neither sockets nor
 * frameworks. Starts no threads; an {@link dev.parley.wire.Outbox} belongs to one connection, everything else may be shared.
 */
@NullMarked
package dev.parley.protocol;

import org.jspecify.annotations.NullMarked;
