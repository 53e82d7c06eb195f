/**
 * The part that the single-room dialects share: clients whose user cannot be asked again, with one room at a time, in
 * which each line looks like a message of a user and notices of the server come from {@code Server}. Knows none of these
 * dialects. Owns no thread: a {@link dev.parley.tcp.dialect.basic.SingleRoomSession} is confined to the event loop of its
 * connection; a {@link dev.parley.tcp.dialect.basic.PrefixedLineEncoder} is shared by all connections.
 */
@NullMarked
package dev.parley.tcp.dialect.basic;

import org.jspecify.annotations.NullMarked;
