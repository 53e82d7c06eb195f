package dev.parley.tcp.dialect.basic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.identity.Presence;
import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.Reaction;
import dev.parley.chat.room.RoomEvent;
import dev.parley.command.MessageText;
import dev.parley.tcp.dialect.basic.EventFormat.Change;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the events of one room in one format. Immutable but for a cache; thread-safe. The arrays it returns are shared
 * and must not be modified.
 */
final class RoomEventEncoder implements EventEncoder<byte[]> {

    /** Maximum number of nicknames in a list. */
    private static final int MAX_NAMES = 20;

    private final RoomName room;
    private final EventFormat format;
    private volatile @Nullable Separator cachedSeparator; // of the last call

    RoomEventEncoder(RoomName room, EventFormat format) {
        this.room = room;
        this.format = format;
    }

    private record Separator(Instant at, String text) {}

    EventFormat format() {
        return format;
    }

    /** Returns the separator of a message. Caches the last, because every connection asks for the same message. */
    String separator(Message message) {
        Separator known = cachedSeparator;
        if (known == null || !known.at().equals(message.at())) {
            known = new Separator(message.at(), format.separator(message.at()));
            cachedSeparator = known;
        }
        return known.text();
    }

    /**
     * Returns messages of the past with their separators, one by one.
     *
     * @param before the message before the first one; null for none
     */
    List<byte[]> replayed(@Nullable Message before, List<Message> messages) {
        List<byte[]> lines = new ArrayList<>();
        String separator = before == null ? "" : format.separator(before.at());
        for (Message message : messages) {
            String next = format.separator(message.at());
            if (!next.equals(separator)) {
                lines.add(next.getBytes(UTF_8));
                separator = next;
            }
            lines.add(format.message(message));
        }
        return lines;
    }

    @Override
    public byte[] said(RoomEvent.Said event) {
        return format.message(event.message());
    }

    @Override
    public byte[] edited(RoomEvent.Edited event) {
        return change(event.entry().at(), Change.MESSAGE, MessageText.edited(event.entry()));
    }

    @Override
    public byte[] deleted(RoomEvent.Deleted event) {
        return change(event.entry().at(), Change.MESSAGE, MessageText.deleted(event.entry(), format.zone()));
    }

    /** Not sent one by one, see {@link #reactions}. */
    @Override
    public byte @Nullable [] reacted(RoomEvent.Reacted event) {
        return null;
    }

    /** Returns reactions that arrived together; none if they were removed. */
    List<byte[]> reactions(List<Reaction> reactions) {
        Instant at = reactions.get(reactions.size() - 1).at();
        return MessageText.reacted(reactions, format.zone()).stream()
                .map(line -> change(at, Change.OTHER, line))
                .toList();
    }

    @Override
    public byte[] welcome(RoomEvent.Welcome event) {
        String users = event.count() <= 1
                ? "No one else is here yet."
                : event.count() + " people are here: " + joinNames(names(event.first()), event.count()) + ".";
        String settings = event.settings().description();
        return format.welcome(
                "You are in " + room + ". " + users + (settings.isEmpty() ? "" : " " + settings),
                event.count() <= MAX_NAMES,
                event.topic());
    }

    @Override
    public byte[] joined(RoomEvent.Joined event) {
        return change(event.at(), Change.JOINED, event.name() + " joined");
    }

    @Override
    public byte[] left(RoomEvent.Left event) {
        String reason = event.reason().isEmpty() ? "" : " (" + event.reason() + ")";
        return change(event.at(), Change.LEFT, event.name() + " left" + reason);
    }

    @Override
    public byte[] renamed(RoomEvent.Renamed event) {
        return change(event.at(), Change.OTHER, event.from() + " is now " + event.to());
    }

    /** Not sent: {@code /who} shows who is absent. */
    @Override
    public byte @Nullable [] away(RoomEvent.Away event) {
        return null;
    }

    @Override
    public byte[] topic(RoomEvent.Topic event) {
        String change = event.text().isEmpty() ? " removed the topic" : " set the topic: " + event.text();
        return change(event.at(), Change.OTHER, event.by() + change);
    }

    @Override
    public byte @Nullable [] settings(RoomEvent.Settings event) {
        return change(
                event.at(), Change.OTHER, event.by() + " " + event.settings().changeFrom(event.before()));
    }

    private byte[] change(Instant at, Change kind, String text) {
        return format.changes(at, room, Map.of(kind, text));
    }

    @Override
    public byte @Nullable [] gathered(RoomEvent.Gathered event) {
        Map<Change, String> changes = new EnumMap<>(Change.class);
        if (!event.joined().isEmpty()) {
            changes.put(
                    Change.JOINED,
                    joinNames(names(event.joined()), event.joined().size()) + " joined");
        }
        if (!event.left().isEmpty()) {
            changes.put(Change.LEFT, joinNames(event.left(), event.left().size()) + " left");
        }
        return changes.isEmpty() ? null : format.changes(event.at(), room, changes);
    }

    private static List<String> names(List<Presence> users) {
        return users.stream().map(Presence::name).toList();
    }

    private static String joinNames(List<String> names, int count) {
        int shown = Math.min(MAX_NAMES, names.size());
        String first = String.join(", ", names.subList(0, shown));
        return count > shown ? first + " and " + (count - shown) + " more" : first;
    }

    /** Not sent: a line cannot be removed from the client's screen. */
    @Override
    public byte @Nullable [] typing(RoomEvent.Typing event) {
        return null;
    }

    /** Not sent: the reason for the disconnect follows. */
    @Override
    public byte @Nullable [] closing(RoomEvent.Closing event) {
        return null;
    }
}
