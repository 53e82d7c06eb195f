/**
 * The operator's console: the terminal that the server was started in, or a log where there is none. Prints joins, leaves
 * and messages, publishes the operator's lines as {@code Server}, runs operator commands, exports and imports rooms, and shuts
 * the server down. Knows the core and the command registry, and reaches transports only as
 * {@link dev.parley.chat.session.TransportEndpoint}.
 *
 * <p>Owns 3 daemon threads: {@code parley-console-in} waits for input, {@code parley-console-out} alone writes to the terminal, and
 * {@code parley-shutdown} stops the server. No thread that serves users waits for the terminal.
 */
@NullMarked
package dev.parley.console;

import org.jspecify.annotations.NullMarked;
