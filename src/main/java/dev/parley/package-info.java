/**
 * The program's entry point, {@link dev.parley.ParleyApplication}: it hands the command line over and starts the
 * server or the terminal client. Only Spring's own classes refer to this package. Starts no thread.
 */
@NullMarked
package dev.parley;

import org.jspecify.annotations.NullMarked;
