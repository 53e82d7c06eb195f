package dev.parley.tcp.dialect.line;

import dev.parley.chat.identity.Presence;
import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.RoomEvent;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes the events of one room as lines. Immutable; the arrays it returns are shared and must not be modified. */
final class LineEventEncoder implements EventEncoder<byte[]> {

    /** Maximum number of nicknames in a list. */
    private static final int MAX_NAMES = 20;

    private final RoomName room;
    private final LineFormat format;
    private volatile @Nullable Day cachedDay; // of the last call

    LineEventEncoder(RoomName room, LineFormat format) {
        this.room = room;
        this.format = format;
    }

    LineFormat lineFormat() {
        return format;
    }

    /** Returns the day of a message. Caches the last result, because every connection asks for the same message. */
    LocalDate day(Message message) {
        Day known = cachedDay;
        if (known == null || !known.at().equals(message.at())) {
            known = new Day(message.at(), format.day(message.at()));
            cachedDay = known;
        }
        return known.day();
    }

    private record Day(Instant at, LocalDate day) {}

    @Override
    public byte[] said(RoomEvent.Said event) {
        return LineFormat.bytes(said(event.message()));
    }

    String said(Message message) {
        if (message.via().equals("operator")) {
            return LineFormat.operator(message.text());
        }
        return message.action()
                ? format.action(message.at(), message.name(), message.text())
                : format.said(message.at(), message.name(), message.text());
    }

    /** Returns messages of the past, each day's after a line with its date. */
    String replayed(List<Message> messages) {
        StringBuilder lines = new StringBuilder();
        LocalDate day = null;
        for (Message message : messages) {
            LocalDate messageDay = format.day(message.at());
            lines.append(messageDay.equals(day) ? "" : LineFormat.day(messageDay))
                    .append(said(message));
            day = messageDay;
        }
        return lines.toString();
    }

    @Override
    public byte[] welcome(RoomEvent.Welcome event) {
        String topic = event.topic().isEmpty() ? "" : LineFormat.notice("Topic: " + event.topic());
        return LineFormat.bytes(LineFormat.notice("You are in " + room + ". " + userList(event)) + topic);
    }

    private static String userList(RoomEvent.Welcome event) {
        if (event.count() <= 1) {
            return "No one else is here yet.";
        }
        List<String> names = event.first().stream().map(Presence::name).toList();
        return event.count() + " people are here: " + joinNames(names, event.count())
                + (event.count() > MAX_NAMES ? ". /who lists them all." : ".");
    }

    @Override
    public byte[] joined(RoomEvent.Joined event) {
        return LineFormat.bytes(format.line(event.at(), "--> " + event.name() + " joined " + room));
    }

    @Override
    public byte[] left(RoomEvent.Left event) {
        String reason = event.reason().isEmpty() ? "" : " (" + event.reason() + ")";
        return LineFormat.bytes(format.line(event.at(), "<-- " + event.name() + " left" + reason));
    }

    @Override
    public byte[] renamed(RoomEvent.Renamed event) {
        return LineFormat.bytes(format.line(event.at(), "--- " + event.from() + " is now " + event.to()));
    }

    @Override
    public byte[] gathered(RoomEvent.Gathered event) {
        List<String> joined = event.joined().stream().map(Presence::name).toList();
        List<String> parts = new ArrayList<>();
        if (!joined.isEmpty()) {
            parts.add("--> " + joinNames(joined, joined.size()) + " joined " + room);
        }
        if (!event.left().isEmpty()) {
            parts.add("<-- " + joinNames(event.left(), event.left().size()) + " left");
        }
        StringBuilder lines = new StringBuilder();
        parts.forEach(line -> lines.append(format.line(event.at(), line)));
        return LineFormat.bytes(lines.toString());
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

    @Override
    public byte[] topic(RoomEvent.Topic event) {
        String change = event.text().isEmpty() ? " removed the topic" : " set the topic: " + event.text();
        return LineFormat.bytes(format.line(event.at(), "--- " + event.by() + change));
    }

    /** Not sent: the reason for the disconnect follows. */
    @Override
    public byte @Nullable [] closing(RoomEvent.Closing event) {
        return null;
    }
}
