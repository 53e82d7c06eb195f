/**
 * The dialect {@code turns}: the client of a course on networks, which reads one answer after each message that it sends and
 * nothing in between. Knows no other dialect, and of the TCP server only what every dialect gets. Owns no thread: a session is confined
 * to the event loop of its connection; encoded lines are shared by all.
 */
@NullMarked
package dev.parley.tcp.dialect.turns;

import org.jspecify.annotations.NullMarked;
