/**
 * The dialect {@code framed}: the client of a tutorial on sockets in Python, in which a header of 10 bytes gives the length
 * of each text. Knows no other dialect, and of the TCP server only what every dialect gets. Owns no thread: a session is confined
 * to the event loop of its connection; encoded frames are shared by all.
 */
@NullMarked
package dev.parley.tcp.dialect.framed;

import org.jspecify.annotations.NullMarked;
