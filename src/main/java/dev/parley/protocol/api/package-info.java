/**
 * The names of the chat protocol as plain values: destinations, event types, headers, and the codes of refusals and
 * disconnects. The server and the terminal client use the same constants; the wire format is in {@code docs/protocol.md}. The
 * core's catalogues take their codes from here, so that a code is written once. Depends on the JDK alone.
 */
@NullMarked
package dev.parley.protocol.api;

import org.jspecify.annotations.NullMarked;
