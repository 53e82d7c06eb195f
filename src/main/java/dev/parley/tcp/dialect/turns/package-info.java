/**
 * The dialect {@code turns}: the client of a course on networks, which waits for one answer after each message and hears
 * nothing in between. Knows no other dialect, and of the terminal port only what it hands to every dialect. Owns no
 * threads: a conversation is confined to its connection's event loop; the lines of what happens are shared by all.
 */
@NullMarked
package dev.parley.tcp.dialect.turns;

import org.jspecify.annotations.NullMarked;
