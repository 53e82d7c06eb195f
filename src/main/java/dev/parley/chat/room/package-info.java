/**
 * What is posted and heard. A {@link dev.parley.room.House} lets people in and gives each a
 * {@link dev.parley.room.Visit}; a {@link dev.parley.room.Room} accepts what they post, stores it, and tells whoever
 * listens. One way in, {@link dev.parley.room.Room#post}; one way out, the {@link dev.parley.room.Cursor}. Knows
 * people, and neither protocols nor frameworks nor databases: it says what it needs of them by its ports
 * {@link dev.parley.room.History}, {@link dev.parley.room.Subscriber} and {@link dev.parley.room.Watcher}.
 *
 * <p>A room's state is confined to its {@link dev.parley.room.Lane}. The threads are handed in by whoever builds the
 * house; the package starts none.
 */
@NullMarked
package dev.parley.chat.room;

import org.jspecify.annotations.NullMarked;
