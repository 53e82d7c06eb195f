/**
 * What the terminal client knows of a server: a connection that speaks STOMP over plain TCP, the rooms it is in, what waits
 * to be confirmed, and how all that is taken up again after a loss. Knows frames and JSON, and neither screens nor files nor
 * options; it decides nothing that a person should decide, such as whether to come back.
 *
 * <p>A {@link dev.parley.terminal.session.Session} is confined to the one thread of the executor it was given; each
 * connection has a thread of its own that reads and hands over to that one.
 */
@NullMarked
package dev.parley.client.session;

import org.jspecify.annotations.NullMarked;
