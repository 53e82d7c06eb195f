package dev.parley.tcp;

import dev.parley.chat.room.FanOutGroup;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.List;

/** The subscribers of one event loop, and the payload that they share. Confined to the loop. */
final class LoopSubscribers {

    private final SharedPayload sharedPayload = new SharedPayload();
    private final FanOutGroup<OutboundWriter> group;

    LoopSubscribers(EventLoop loop) {
        group = new FanOutGroup<>(
                loop,
                loop.ticker()::nanoTime,
                OutboundWriter::prefetch,
                OutboundWriter::onDeliveries,
                sharedPayload::clear);
    }

    /** Returns the subscribers. */
    FanOutGroup<OutboundWriter> group() {
        return group;
    }

    /**
     * Returns the payloads in one buffer, which the caller releases and must not modify. Within a pass, subscribers
     * with the same payloads share it.
     */
    ByteBuf concatenate(List<byte[]> payloads) {
        return group.isDraining() ? sharedPayload.concatenateShared(payloads) : SharedPayload.concatenate(payloads);
    }
}
