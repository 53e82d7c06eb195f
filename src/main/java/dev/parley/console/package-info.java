/**
 * The operator's console: the server's own terminal, or a log where there is none. Prints who comes and goes and what
 * is said, speaks to everybody as {@code Server}, and ends the server in good order. Knows the core and the registry
 * of commands; reaches listeners only as {@link dev.parley.people.Door}s, and no protocol at all.
 *
 * <p>Owns three daemon threads, {@code console-in}, which waits for what is typed, {@code console-out}, on which alone
 * the screen is written to, and {@code shutdown}. Nobody who serves people ever waits for the screen.
 */
@NullMarked
package dev.parley.console;

import org.jspecify.annotations.NullMarked;
