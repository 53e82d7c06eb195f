/**
 * The terminal client's session with a server: a STOMP connection over TCP, the rooms it is in, messages that wait for
 * their receipt, and resume after a loss. Shares the STOMP codec, the names of
 * the protocol and the value types with the server. Knows frames and JSON, and no terminal, files or options. The caller decides whether
 * to reconnect.
 *
 * <p>A {@link dev.parley.client.session.ClientSession} is confined to the thread of its executor. Each connection has a thread
 * that reads and hands over to it.
 */
@NullMarked
package dev.parley.client.session;

import org.jspecify.annotations.NullMarked;
