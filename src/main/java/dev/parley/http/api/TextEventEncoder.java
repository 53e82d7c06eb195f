package dev.parley.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.RoomEvent;
import dev.parley.command.MessageText;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes events as lines of text, with times in UTC. Immutable. */
final class TextEventEncoder implements EventEncoder<byte[]> {

    private static final ZoneId ZONE = ZoneOffset.UTC;
    private static final String SERVER = "*** ";

    private static byte[] line(Instant at, String text) {
        return PlainText.line(at, ZONE, text).getBytes(UTF_8);
    }

    @Override
    public byte[] said(RoomEvent.Said event) {
        return PlainText.message(event.message(), ZONE).getBytes(UTF_8);
    }

    @Override
    public byte[] edited(RoomEvent.Edited event) {
        return line(event.entry().at(), SERVER + MessageText.edited(event.entry()));
    }

    @Override
    public byte[] deleted(RoomEvent.Deleted event) {
        return line(event.entry().at(), SERVER + MessageText.deleted(event.entry(), ZONE));
    }

    @Override
    public byte @Nullable [] reacted(RoomEvent.Reacted event) {
        List<String> lines = MessageText.reacted(List.of(event.entry()), ZONE);
        return lines.isEmpty() ? null : line(event.entry().at(), "--- " + lines.get(0));
    }

    /** A reader that missed messages learns that, and others nothing. */
    @Override
    public byte @Nullable [] welcome(RoomEvent.Welcome event) {
        return event.recovered() ? null : (SERVER + "Some messages since then are no longer kept.\n").getBytes(UTF_8);
    }

    @Override
    public byte[] joined(RoomEvent.Joined event) {
        return line(event.at(), "--> " + event.name() + " joined");
    }

    @Override
    public byte[] left(RoomEvent.Left event) {
        return line(event.at(), "<-- " + event.name() + " left");
    }

    @Override
    public byte[] renamed(RoomEvent.Renamed event) {
        return line(event.at(), "--- " + event.from() + " is now " + event.to());
    }

    /** Not sent: the list of users shows who is absent. */
    @Override
    public byte @Nullable [] away(RoomEvent.Away event) {
        return null;
    }

    @Override
    public byte @Nullable [] gathered(RoomEvent.Gathered event) {
        List<String> changes = new ArrayList<>();
        if (!event.joined().isEmpty()) {
            changes.add(event.joined().size() + " joined");
        }
        if (!event.left().isEmpty()) {
            changes.add(event.left().size() + " left");
        }
        return changes.isEmpty() ? null : line(event.at(), "--- " + String.join(", ", changes));
    }

    @Override
    public byte @Nullable [] typing(RoomEvent.Typing event) {
        return null;
    }

    @Override
    public byte[] topic(RoomEvent.Topic event) {
        return line(
                event.at(),
                "--- " + event.by()
                        + (event.text().isEmpty() ? " removed the topic" : " set the topic: " + event.text()));
    }

    @Override
    public byte[] settings(RoomEvent.Settings event) {
        return line(event.at(), "--- " + event.by() + " " + event.settings().changeFrom(event.before()));
    }

    @Override
    public byte[] closing(RoomEvent.Closing event) {
        return (SERVER + event.reason() + "\n").getBytes(UTF_8);
    }
}
