package dev.parley.protocol;

import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.RoomEvent;
import dev.parley.protocol.api.ChatHeaders;
import dev.parley.protocol.api.Destinations;
import dev.parley.stomp.Body;
import dev.parley.stomp.Frame;
import dev.parley.stomp.Headers;
import dev.parley.stomp.StompCommand;
import dev.parley.stomp.StompEncoder;
import dev.parley.stomp.StompVersion;
import dev.parley.text.RoomName;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Encodes the events of one room as MESSAGE frames for one subscription id and version. Safe from any thread. */
final class StompEventEncoder implements EventEncoder<byte[]> {

    private final StompEncoder encoder;
    private final String subscription;
    private final RoomName room;
    private final String destination;
    private final JsonEventEncoder bodies;
    private final AtomicLong counter = new AtomicLong(); // safe from any thread

    StompEventEncoder(StompVersion version, String subscription, RoomName room, Predicate<Message> byOperator) {
        this.encoder = new StompEncoder(version);
        this.subscription = subscription;
        this.room = room;
        this.bodies = new JsonEventEncoder(byOperator);
        this.destination = Destinations.ROOM_TOPIC + room;
    }

    @Override
    public byte[] said(RoomEvent.Said event) {
        return frame(event, bodies.said(event));
    }

    @Override
    public byte[] edited(RoomEvent.Edited event) {
        return frame(event, bodies.edited(event));
    }

    @Override
    public byte[] deleted(RoomEvent.Deleted event) {
        return frame(event, bodies.deleted(event));
    }

    @Override
    public byte[] reacted(RoomEvent.Reacted event) {
        return frame(event, bodies.reacted(event));
    }

    private byte[] frame(RoomEvent.Logged event, byte[] body) {
        return frame(room + "@" + event.entry().position(), body);
    }

    @Override
    public byte[] welcome(RoomEvent.Welcome event) {
        return frame(bodies.welcome(event));
    }

    @Override
    public byte[] joined(RoomEvent.Joined event) {
        return frame(bodies.joined(event));
    }

    @Override
    public byte[] left(RoomEvent.Left event) {
        return frame(bodies.left(event));
    }

    @Override
    public byte[] renamed(RoomEvent.Renamed event) {
        return frame(bodies.renamed(event));
    }

    @Override
    public byte[] away(RoomEvent.Away event) {
        return frame(bodies.away(event));
    }

    @Override
    public byte[] gathered(RoomEvent.Gathered event) {
        return frame(bodies.gathered(event));
    }

    @Override
    public byte[] typing(RoomEvent.Typing event) {
        return frame(bodies.typing(event));
    }

    @Override
    public byte[] topic(RoomEvent.Topic event) {
        return frame(bodies.topic(event));
    }

    @Override
    public byte[] settings(RoomEvent.Settings event) {
        return frame(bodies.settings(event));
    }

    @Override
    public byte[] closing(RoomEvent.Closing event) {
        return frame(bodies.closing(event));
    }

    /** Adds a unique message-id, which STOMP requires, to an event without a position in the history. */
    private byte[] frame(byte[] body) {
        return frame(room + "+" + counter.incrementAndGet(), body);
    }

    private byte[] frame(String messageId, byte[] body) {
        Headers headers = Headers.of(
                Headers.SUBSCRIPTION, subscription,
                Headers.MESSAGE_ID, messageId,
                Headers.DESTINATION, destination,
                Headers.CONTENT_TYPE, ChatHeaders.JSON);
        return encoder.bytes(new Frame(StompCommand.MESSAGE, headers, Body.of(body)));
    }
}
