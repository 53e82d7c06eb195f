/**
 * The terminal client: a program of its own that shares the jar with the server. Reads options, talks to the person or
 * the pipe in front of it, and leaves what goes over the wire to {@link dev.parley.terminal.session}. Knows neither the
 * server's rooms and people nor Spring, so that the prompt is there at once, and so that it says of a server only what any
 * other client could know.
 *
 * <p>Everything is decided on one thread, the turns, which {@link dev.parley.terminal.Join} starts; who types is waited
 * for on another, which only hands over lines.
 */
@NullMarked
package dev.parley.client;

import org.jspecify.annotations.NullMarked;
