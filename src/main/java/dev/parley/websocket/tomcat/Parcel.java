package dev.parley.websocket.tomcat;

import dev.parley.protocol.OutboundQueue;

/** What a pump writes with, for one line after the other. Confined to its thread. */
final class Parcel {

    final OutboundQueue.WriteBatch writeBatch = new OutboundQueue.WriteBatch();
    final FrameBuffer frames = new FrameBuffer();
}
