/**
 * The dialect {@code handle}: a C++ client of 2018 that sends a handle first and then text word by word, and any client
 * that begins with a bare word and then waits. Knows no other dialect, and of the TCP server only what every dialect gets. Owns no thread: a session is confined
 * to the event loop of its connection; encoded lines are shared by all.
 */
@NullMarked
package dev.parley.tcp.dialect.handle;

import org.jspecify.annotations.NullMarked;
