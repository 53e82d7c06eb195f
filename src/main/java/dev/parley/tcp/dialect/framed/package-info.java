/**
 * The dialect {@code framed}: the client of a well-known tutorial on sockets in Python, in which everything has its
 * length before it. Knows no other dialect, and of the terminal port only what it hands to every dialect. Owns no
 * threads: a conversation is confined to its connection's event loop; the frames of what happens are shared by all.
 */
@NullMarked
package dev.parley.tcp.dialect.framed;

import org.jspecify.annotations.NullMarked;
