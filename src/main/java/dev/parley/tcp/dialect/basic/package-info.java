/**
 * The part that the single-room dialects share: a session with one room at a time, its replay, and the encoder of events,
 * which writes them in the {@link dev.parley.tcp.dialect.basic.EventFormat} of the dialect. Knows none of these dialects.
 * Owns no thread: a {@link dev.parley.tcp.dialect.basic.SingleRoomSession} is confined to the event loop of its
 * connection; formats and encoders are shared by all connections.
 */
@NullMarked
package dev.parley.tcp.dialect.basic;

import org.jspecify.annotations.NullMarked;
