/**
 * The terminal client, a program of its own in the same jar. Reads options, serves the user or the pipe, and leaves
 * the connection to {@link dev.parley.client.session}. Knows neither the core nor Spring, so it starts fast and knows of a server only
 * what every client can know.
 *
 * <p>One thread, the {@link dev.parley.client.session.ClientEventLoop}, decides everything; a second one waits for input and
 * hands over lines.
 */
@NullMarked
package dev.parley.client;

import org.jspecify.annotations.NullMarked;
