package dev.parley.websocket.tomcat;

import dev.parley.protocol.OutboundQueue;

/** What a pump writes with, for one line after the other. Confined to its thread. */
final class WriteBuffers {

    final OutboundQueue.WriteBatch writeBatch = new OutboundQueue.WriteBatch();
    final WebSocketFrameEncoder frames = new WebSocketFrameEncoder();
}
