package dev.parley.client.session;

import dev.parley.stomp.MalformedFrameException;

/** Creates events from JSON, with single quotes instead of double ones. */
public final class ReceivedEvents {

    private ReceivedEvents() {}

    /** Returns an event that is new. */
    public static ReceivedEvent live(String json) {
        return event(json, false);
    }

    /** Returns an event that is older than the first join of the room. */
    public static ReceivedEvent replayed(String json) {
        return event(json, true);
    }

    private static ReceivedEvent event(String json, boolean replayed) {
        try {
            JsonObject body = JsonObject.read(json.replace('\'', '"'));
            return new ReceivedEvent("lobby", ClientEvent.read(body, false).orElseThrow(), replayed, body);
        } catch (MalformedFrameException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
