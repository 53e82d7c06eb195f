/**
 * The command {@code parley migrate}: copies the data of a server that is stopped from SQLite to PostgreSQL or back. Knows the
 * databases by {@link dev.parley.storage.OfflineDatabase} only, except to open them. Has one thread, which runs when the process is
 * interrupted.
 */
@NullMarked
package dev.parley.migration;

import org.jspecify.annotations.NullMarked;
