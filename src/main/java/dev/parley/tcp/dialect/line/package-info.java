/**
 * The dialect {@code line}: users with {@code nc}, {@code telnet}, {@code ncat} or {@code socat}, who read and write plain
 * lines. Knows no other dialect, and of the TCP server only what every dialect gets. Owns no thread: a session is confined
 * to the event loop of its connection; event encoders are shared by all.
 */
@NullMarked
package dev.parley.tcp.dialect.line;

import org.jspecify.annotations.NullMarked;
