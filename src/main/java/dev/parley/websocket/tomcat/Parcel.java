package dev.parley.websocket.tomcat;

import dev.parley.wire.Outbox;

/** What a pump writes with, for one line after the other. Confined to its thread. */
final class Parcel {

    final Outbox.Batch batch = new Outbox.Batch();
    final FrameBuffer frames = new FrameBuffer();
}
