/**
 * The ports of the core in memory: nicknames and presence of a server that has one node, and everything for tests and
 * demonstrations, several nodes in one process included. Nothing survives the process. Knows the core and no database. Starts
 * no thread; all types are safe to use from any thread.
 */
@NullMarked
package dev.parley.storage.memory;

import org.jspecify.annotations.NullMarked;
