package dev.parley.websocket.tomcat;

import dev.parley.protocol.OutboundQueue;

/** The buffers of a writer loop. Confined to its thread. */
final class WriteBuffers {

    final OutboundQueue.WriteBatch batch = new OutboundQueue.WriteBatch();
    final WebSocketFrameEncoder frames = new WebSocketFrameEncoder();
}
