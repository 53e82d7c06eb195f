/**
 * Messages, direct messages, tokens and sanctions in a PostgreSQL database, versions 14 to 18. Implements the core's ports
 * {@link dev.parley.chat.room.MessageHistory}, {@link dev.parley.chat.room.DirectMessageStore}, {@link
 * dev.parley.chat.identity.TokenStore} and {@link dev.parley.chat.moderation.SanctionStore}. One server uses a database at a
 * time; it holds an advisory lock, and the database refuses writes of a server that was replaced. A commit that has returned
 * is flushed by PostgreSQL.
 *
 * <p>Starts no thread but those of the connection pools; its executors are handed in. Writes run on connections of one pool,
 * reads on those of another, whose transactions see one state of the database.
 */
@NullMarked
package dev.parley.storage.postgres;

import org.jspecify.annotations.NullMarked;
