/**
 * Generates invalid input from valid client input. A seed reproduces each input. This package knows the format of the
 * input, but not the server. It starts no threads.
 */
@NullMarked
package dev.parley.fuzz;

import org.jspecify.annotations.NullMarked;
