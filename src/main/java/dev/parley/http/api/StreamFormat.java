package dev.parley.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.RoomEvent;
import dev.parley.protocol.JsonEventEncoder;
import dev.parley.text.Position;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The formats of streams. Each has one encoder for all streams, so that an event is encoded once. */
enum StreamFormat {
    /** Lines for people. */
    TEXT("text/plain;charset=utf-8", "\n", new TextEventEncoder()),
    /** A JSON object in each line. */
    NDJSON(
            "application/x-ndjson",
            "{\"type\":\"heartbeat\"}\n",
            new FramedEventEncoder(new JsonEventEncoder(), (position, json) -> json + "\n")),
    /** Events as a browser receives them (HTML standard, section 9.2); the id is the position. */
    EVENTS(
            "text/event-stream;charset=utf-8",
            ":\n\n",
            new FramedEventEncoder(
                    new JsonEventEncoder(),
                    (position, json) -> (position == null ? "" : "id: " + position + "\n") + "data: " + json + "\n\n"));

    private final String mediaType;

    @SuppressWarnings("ImmutableEnumChecker") // never modified
    private final byte[] heartbeat;

    @SuppressWarnings("ImmutableEnumChecker") // an encoder is immutable
    private final EventEncoder<byte[]> encoder;

    StreamFormat(String mediaType, String heartbeat, EventEncoder<byte[]> encoder) {
        this.mediaType = mediaType;
        this.heartbeat = heartbeat.getBytes(UTF_8);
        this.encoder = encoder;
    }

    /** Puts an encoded event and its position together. */
    @FunctionalInterface
    interface Frame {
        /** Returns the frame; the position is null for an event that is not stored. */
        String of(@Nullable Position position, String json);
    }

    /** Returns the format that a client accepts: text if it names none. */
    static StreamFormat of(@Nullable String accept) {
        String types = accept == null ? "" : accept.toLowerCase(Locale.ROOT);
        if (types.contains("text/event-stream")) {
            return EVENTS;
        }
        return types.contains("ndjson") || types.contains("application/json") ? NDJSON : TEXT;
    }

    String mediaType() {
        return mediaType;
    }

    byte[] heartbeat() {
        return heartbeat.clone();
    }

    /** Returns the bytes of an event; null if the format omits it. */
    EventEncoder<byte[]> encoder() {
        return encoder;
    }

    /** Returns the position of an event that has one. */
    static @Nullable Position positionOf(RoomEvent event) {
        if (event instanceof RoomEvent.Logged logged) {
            return logged.entry().position();
        }
        return event instanceof RoomEvent.Welcome welcome ? welcome.position() : null;
    }
}
