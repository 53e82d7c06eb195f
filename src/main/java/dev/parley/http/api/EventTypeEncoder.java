package dev.parley.http.api;

import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.RoomEvent;
import dev.parley.protocol.api.EventTypes;

/** Returns the type of an event, as in its JSON object. Immutable. */
final class EventTypeEncoder implements EventEncoder<String> {

    @Override
    public String said(RoomEvent.Said event) {
        return EventTypes.SAID;
    }

    @Override
    public String edited(RoomEvent.Edited event) {
        return EventTypes.EDITED;
    }

    @Override
    public String deleted(RoomEvent.Deleted event) {
        return EventTypes.DELETED;
    }

    @Override
    public String reacted(RoomEvent.Reacted event) {
        return EventTypes.REACTED;
    }

    @Override
    public String welcome(RoomEvent.Welcome event) {
        return EventTypes.WELCOME;
    }

    @Override
    public String joined(RoomEvent.Joined event) {
        return EventTypes.JOINED;
    }

    @Override
    public String left(RoomEvent.Left event) {
        return EventTypes.LEFT;
    }

    @Override
    public String renamed(RoomEvent.Renamed event) {
        return EventTypes.RENAMED;
    }

    @Override
    public String away(RoomEvent.Away event) {
        return EventTypes.AWAY;
    }

    @Override
    public String gathered(RoomEvent.Gathered event) {
        return EventTypes.PRESENCE;
    }

    @Override
    public String typing(RoomEvent.Typing event) {
        return EventTypes.TYPING;
    }

    @Override
    public String topic(RoomEvent.Topic event) {
        return EventTypes.TOPIC;
    }

    @Override
    public String settings(RoomEvent.Settings event) {
        return EventTypes.SETTINGS;
    }

    @Override
    public String closing(RoomEvent.Closing event) {
        return EventTypes.CLOSING;
    }
}
