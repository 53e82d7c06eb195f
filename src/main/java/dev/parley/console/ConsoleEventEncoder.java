package dev.parley.console;

import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.RoomEvent;
import dev.parley.command.MessageText;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the messages of a room for the console, their edits and deletions, and no other events. The console prints joins
 * and leaves once for the whole server.
 */
final class ConsoleEventEncoder implements EventEncoder<String> {

    @Override
    public String said(RoomEvent.Said event) {
        return ConsoleFormat.said(event);
    }

    @Override
    public String edited(RoomEvent.Edited event) {
        return ConsoleFormat.notice(MessageText.edited(event.entry()));
    }

    @Override
    public String deleted(RoomEvent.Deleted event) {
        return ConsoleFormat.notice(MessageText.deleted(event.entry(), ZoneId.systemDefault()));
    }

    @Override
    public @Nullable String reacted(RoomEvent.Reacted event) {
        return null;
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
    public @Nullable String away(RoomEvent.Away event) {
        return null;
    }

    @Override
    public @Nullable String topic(RoomEvent.Topic event) {
        return null;
    }

    @Override
    public @Nullable String settings(RoomEvent.Settings event) {
        return null;
    }

    @Override
    public @Nullable String closing(RoomEvent.Closing event) {
        return null;
    }
}
