/**
 * The dialect {@code named}: clients from tutorials that put the name of the sender in front of each message. Knows no other
 * dialect, and of the TCP server only what every dialect gets. Owns no thread: a session is confined to the event loop of
 * its connection; encoded lines are shared by all.
 */
@NullMarked
package dev.parley.tcp.dialect.named;

import org.jspecify.annotations.NullMarked;
