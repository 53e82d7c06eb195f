/**
 * Messages, direct messages, tokens and sanctions in one SQLite file. Implements the core's ports
 * {@link dev.parley.chat.room.MessageHistory}, {@link dev.parley.chat.room.DirectMessageStore}, {@link dev.parley.chat.identity.TokenStore} and
 * {@link dev.parley.chat.moderation.SanctionStore}. One process uses a file at a time; the file is checked and locked before
 * SQLite opens it. A commit that has returned is on disk.
 *
 * <p>Starts no thread; its executors are handed in. One database connection writes and one reads, each behind its
 * {@link dev.parley.storage.sqlite.TransactionRunner}, which admits one thread at a time. No thread holds both.
 */
@NullMarked
package dev.parley.storage.sqlite;

import org.jspecify.annotations.NullMarked;
