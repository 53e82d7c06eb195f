/**
 * The dialect {@code stomp}: any STOMP library over plain TCP, and Parley's own terminal client. The same destinations,
 * headers, receipts, refusals and resume as on the page's WebSocket, out of {@link dev.parley.wire}. Knows no other
 * dialect, and of the terminal port only what it hands to every dialect. Owns no threads: a conversation is confined to
 * its connection's event loop; the narrations and the list of those who look at the rooms are shared by all.
 */
@NullMarked
package dev.parley.tcp.dialect.stomp;

import org.jspecify.annotations.NullMarked;
