package dev.parley.console;

import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.RoomEvent;
import org.jspecify.annotations.Nullable;

/**
 * What the operator is shown of a room: what is said. Who comes and goes, the console knows of the whole house; the
 * rest the operator did itself.
 */
final class ConsoleEventEncoder implements EventEncoder<String> {

    @Override
    public String said(RoomEvent.Said event) {
        return ConsoleFormat.said(event);
    }

    @Override
    public @Nullable String welcome(RoomEvent.Welcome event) {
        return null;
    }

    @Override
    public @Nullable String joined(RoomEvent.Joined event) {
        return null;
    }

    @Override
    public @Nullable String left(RoomEvent.Left event) {
        return null;
    }

    @Override
    public @Nullable String renamed(RoomEvent.Renamed event) {
        return null;
    }

    @Override
    public @Nullable String gathered(RoomEvent.Gathered event) {
        return null;
    }

    @Override
    public @Nullable String typing(RoomEvent.Typing event) {
        return null;
    }

    @Override
    public @Nullable String topic(RoomEvent.Topic event) {
        return null;
    }

    @Override
    public @Nullable String closing(RoomEvent.Closing event) {
        return null;
    }
}
