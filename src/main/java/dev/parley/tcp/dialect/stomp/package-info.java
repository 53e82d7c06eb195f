/**
 * The dialect {@code stomp}: STOMP libraries over plain TCP and Parley's own client. Uses the same destinations,
 * headers, receipts, refusals and resume as the WebSocket endpoint, from {@link dev.parley.protocol}. Does not depend
 * on other dialects. Sessions are confined to the event loop of their connection; the encoders and the subscribers of
 * the room list are shared by all connections.
 */
@NullMarked
package dev.parley.tcp.dialect.stomp;

import org.jspecify.annotations.NullMarked;
