/**
 * Rooms and what is published in them. A {@link dev.parley.chat.room.Room} accepts a message, stores it and then
 * delivers it. There is one way in, {@code Room.publish}, and one way out, the {@link dev.parley.chat.room.Cursor}. The ports
 * are {@link dev.parley.chat.room.MessageHistory}, {@link dev.parley.chat.room.RoomRelay}, {@link dev.parley.chat.room.Subscriber} and
 * {@link dev.parley.chat.room.ChatEventListener}. Knows users, and no protocol, framework or database;
 * the codes of refusals and disconnects are constants of {@code protocol.api}.
 *
 * <p>The state of a room is confined to its {@link dev.parley.chat.room.SerialBatchExecutor}. A room of several nodes follows the stored
 * messages, so that its members receive those of all nodes in one order. The package starts no thread; its executors are
 * handed in.
 */
@NullMarked
package dev.parley.chat.room;

import org.jspecify.annotations.NullMarked;
