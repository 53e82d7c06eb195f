/**
 * The servers that are compared, each in a process of its own: how it is started, what it has used of the machine, how it
 * is ended, by its process id. Knows nothing of the load. Used by one thread.
 */
@NullMarked
package dev.parley.bench.server;

import org.jspecify.annotations.NullMarked;
