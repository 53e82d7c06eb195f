package dev.parley.protocol;

import dev.parley.chat.identity.Presence;
import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.RoomEvent;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Encodes room events as JSON objects with a {@code type}. Immutable. */
final class JsonEventEncoder implements EventEncoder<byte[]> {

    @Override
    public byte[] said(RoomEvent.Said event) {
        return Json.object(json -> said(json, event.message()));
    }

    /** Writes the fields of a message, which are the same in frames and in history pages. */
    static void said(JsonGenerator json, Message message) {
        Reference reference = message.reference();
        json.writeStringProperty("type", "said");
        json.writeNumberProperty("seq", message.position().seq());
        json.writeStringProperty("epoch", message.position().epoch());
        json.writeStringProperty("reference", reference == null ? null : reference.id());
        json.writeStringProperty("from", message.name());
        json.writeStringProperty("via", message.via());
        json.writeStringProperty("text", message.text());
        json.writeBooleanProperty("action", message.action());
        json.writeStringProperty("at", Json.time(message.at()));
    }

    @Override
    public byte[] welcome(RoomEvent.Welcome event) {
        return typed("welcome", json -> {
            json.writeStringProperty("room", event.room().text());
            json.writeStringProperty("topic", event.topic());
            json.writeStringProperty("position", event.position().toString());
            json.writeStringProperty("head", event.head().toString());
            json.writeBooleanProperty("recovered", event.recovered());
            json.writeStringProperty("reason", event.reason());
            json.writeObjectPropertyStart("people");
            json.writeNumberProperty("count", event.count());
            presences(json, "first", event.first());
            json.writeEndObject();
        });
    }

    @Override
    public byte[] joined(RoomEvent.Joined event) {
        return typed("joined", json -> {
            json.writeStringProperty("name", event.name());
            json.writeStringProperty("via", event.via());
            json.writeStringProperty("at", Json.time(event.at()));
        });
    }

    @Override
    public byte[] left(RoomEvent.Left event) {
        return typed("left", json -> {
            json.writeStringProperty("name", event.name());
            json.writeStringProperty("reason", event.reason());
            json.writeStringProperty("at", Json.time(event.at()));
        });
    }

    @Override
    public byte[] renamed(RoomEvent.Renamed event) {
        return typed("renamed", json -> {
            json.writeStringProperty("from", event.from());
            json.writeStringProperty("to", event.to());
            json.writeStringProperty("at", Json.time(event.at()));
        });
    }

    @Override
    public byte[] gathered(RoomEvent.Gathered event) {
        return typed("presence", json -> {
            json.writeNumberProperty("people", event.people());
            presences(json, "joined", event.joined());
            json.writeArrayPropertyStart("left");
            event.left().forEach(json::writeString);
            json.writeEndArray();
            json.writeStringProperty("at", Json.time(event.at()));
        });
    }

    @Override
    public byte[] typing(RoomEvent.Typing event) {
        return typed("typing", json -> json.writeStringProperty("name", event.name()));
    }

    @Override
    public byte[] topic(RoomEvent.Topic event) {
        return typed("topic", json -> {
            json.writeStringProperty("text", event.text());
            json.writeStringProperty("by", event.by());
            json.writeStringProperty("at", Json.time(event.at()));
        });
    }

    @Override
    public byte[] closing(RoomEvent.Closing event) {
        return typed("closing", json -> {
            json.writeStringProperty("reason", event.reason());
            json.writeNumberProperty("retryAfterMs", event.retryAfter().toMillis());
        });
    }

    private static byte[] typed(String type, Consumer<JsonGenerator> fields) {
        return Json.object(json -> {
            json.writeStringProperty("type", type);
            fields.accept(json);
        });
    }

    private static void presences(JsonGenerator json, String name, List<Presence> people) {
        json.writeArrayPropertyStart(name);
        for (Presence person : people) {
            json.writeStartObject();
            json.writeStringProperty("name", person.name());
            json.writeStringProperty("via", person.via());
            json.writeNumberProperty("idle", person.idle().toSeconds());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
