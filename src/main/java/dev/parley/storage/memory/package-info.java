/**
 * The nicknames and the presence of a server that has one node, in memory. Nothing survives the process. Knows the core and no
 * database. Starts no thread; all types are safe to use from any thread.
 */
@NullMarked
package dev.parley.storage.memory;

import org.jspecify.annotations.NullMarked;
