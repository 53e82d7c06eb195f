/**
 * Storage ports in SQL that SQLite and PostgreSQL share, and the types in which the configuration selects one of them. A
 * database has a package below this one, which opens it, runs {@link dev.parley.storage.Transactions} on it and appends
 * messages in its own way.
 *
 * <p>Starts no thread. Code that runs within a transaction blocks on the database; nothing else does.
 */
@NullMarked
package dev.parley.storage;

import org.jspecify.annotations.NullMarked;
