/**
 * The history of all rooms, the tokens people come back by, bans and mutes, in one SQLite file. Implements the core's
 * ports {@link dev.parley.room.History}, {@link dev.parley.people.Tokens} and {@link dev.parley.people.Sanctions}; knows nothing of how people connect. The file
 * is checked and locked before SQLite sees it, one process uses it at a time, and a commit that returned is on disk.
 *
 * <p>Starts no thread. There is one connection that writes and one that reads, each at its {@link
 * dev.parley.history.Desk}, which lets one thread at a time work with it; the two are never held together.
 */
@NullMarked
package dev.parley.storage.sqlite;

import org.jspecify.annotations.NullMarked;
