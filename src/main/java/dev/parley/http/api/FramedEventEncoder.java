package dev.parley.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.RoomEvent;
import org.jspecify.annotations.Nullable;

/** Puts each event of another encoder into a frame. Immutable. */
final class FramedEventEncoder implements EventEncoder<byte[]> {

    private final EventEncoder<byte[]> events;
    private final StreamFormat.Frame frame;

    FramedEventEncoder(EventEncoder<byte[]> events, StreamFormat.Frame frame) {
        this.events = events;
        this.frame = frame;
    }

    private byte @Nullable [] framed(RoomEvent event) {
        byte[] encoded = event.encode(events);
        return encoded == null
                ? null
                : frame.of(StreamFormat.positionOf(event), new String(encoded, UTF_8))
                        .getBytes(UTF_8);
    }

    @Override
    public byte @Nullable [] said(RoomEvent.Said event) {
        return framed(event);
    }

    @Override
    public byte @Nullable [] edited(RoomEvent.Edited event) {
        return framed(event);
    }

    @Override
    public byte @Nullable [] deleted(RoomEvent.Deleted event) {
        return framed(event);
    }

    @Override
    public byte @Nullable [] reacted(RoomEvent.Reacted event) {
        return framed(event);
    }

    @Override
    public byte @Nullable [] welcome(RoomEvent.Welcome event) {
        return framed(event);
    }

    @Override
    public byte @Nullable [] joined(RoomEvent.Joined event) {
        return framed(event);
    }

    @Override
    public byte @Nullable [] left(RoomEvent.Left event) {
        return framed(event);
    }

    @Override
    public byte @Nullable [] renamed(RoomEvent.Renamed event) {
        return framed(event);
    }

    @Override
    public byte @Nullable [] away(RoomEvent.Away event) {
        return framed(event);
    }

    @Override
    public byte @Nullable [] gathered(RoomEvent.Gathered event) {
        return framed(event);
    }

    @Override
    public byte @Nullable [] typing(RoomEvent.Typing event) {
        return framed(event);
    }

    @Override
    public byte @Nullable [] topic(RoomEvent.Topic event) {
        return framed(event);
    }

    @Override
    public byte @Nullable [] settings(RoomEvent.Settings event) {
        return framed(event);
    }

    @Override
    public byte @Nullable [] closing(RoomEvent.Closing event) {
        return framed(event);
    }
}
