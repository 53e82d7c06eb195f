package dev.parley.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.RoomEvent;
import dev.parley.protocol.JsonEventEncoder;
import dev.parley.text.Position;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The formats of streams. */
enum StreamFormat {
    /** Lines for people. */
    TEXT("text/plain;charset=utf-8", "\n"),
    /** A JSON object in each line. */
    NDJSON("application/x-ndjson", "{\"type\":\"heartbeat\"}\n"),
    /** Events as a browser receives them (HTML standard, section 9.2); the id is the position. */
    EVENTS("text/event-stream;charset=utf-8", ":\n\n");

    private final String mediaType;
    private final String heartbeat;

    StreamFormat(String mediaType, String heartbeat) {
        this.mediaType = mediaType;
        this.heartbeat = heartbeat;
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
        return heartbeat.getBytes(UTF_8);
    }

    /**
     * Creates an encoder.
     *
     * @param byOperator returns whether an operator sent a message
     */
    EventEncoder<byte[]> newEncoder(Predicate<Message> byOperator) {
        return switch (this) {
            case TEXT -> new TextEventEncoder();
            case NDJSON -> new FramedEventEncoder(new JsonEventEncoder(byOperator), (position, json) -> json + "\n");
            case EVENTS ->
                new FramedEventEncoder(
                        new JsonEventEncoder(byOperator),
                        (position, json) ->
                                (position == null ? "" : "id: " + position + "\n") + "data: " + json + "\n\n");
        };
    }

    /** Returns the position of an event that has one. */
    static @Nullable Position positionOf(RoomEvent event) {
        if (event instanceof RoomEvent.Logged logged) {
            return logged.entry().position();
        }
        return event instanceof RoomEvent.Welcome welcome ? welcome.position() : null;
    }
}
