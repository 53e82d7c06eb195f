package dev.parley.tcp.dialect.line;

import dev.parley.chat.identity.Presence;
import dev.parley.chat.room.EventEncoder;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.RoomEvent;
import dev.parley.chat.room.RoomName;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens in one room, in lines. Immutable but for the shared bytes it hands out, which nobody may change. */
final class LineEventEncoder implements EventEncoder<byte[]> {

    /** So many people are named, in a crowd. */
    private static final int NAMED = 20;

    private final RoomName room;
    private final LineFormat lineFormat;
    private volatile @Nullable Day latest; // whichever was asked for last

    LineEventEncoder(RoomName room, LineFormat lineFormat) {
        this.room = room;
        this.lineFormat = lineFormat;
    }

    /** How it writes. */
    LineFormat lineFormat() {
        return lineFormat;
    }

    /** On which day this was: remembered, as everybody who hears it asks. */
    LocalDate day(Message message) {
        Day known = latest;
        if (known == null || !known.at().equals(message.at())) {
            known = new Day(message.at(), lineFormat.day(message.at()));
            latest = known;
        }
        return known.day();
    }

    private record Day(Instant at, LocalDate day) {}

    @Override
    public byte[] said(RoomEvent.Said event) {
        return LineFormat.bytes(said(event.message()));
    }

    /** A message. */
    String said(Message message) {
        if (message.via().equals("operator")) {
            return LineFormat.operator(message.text());
        }
        return message.action()
                ? lineFormat.action(message.at(), message.name(), message.text())
                : lineFormat.said(message.at(), message.name(), message.text());
    }

    /** Messages from before, each day's behind its date. */
    String replayed(List<Message> messages) {
        StringBuilder lines = new StringBuilder();
        LocalDate day = null;
        for (Message message : messages) {
            LocalDate its = lineFormat.day(message.at());
            lines.append(its.equals(day) ? "" : LineFormat.day(its)).append(said(message));
            day = its;
        }
        return lines.toString();
    }

    @Override
    public byte[] welcome(RoomEvent.Welcome event) {
        String topic = event.topic().isEmpty() ? "" : LineFormat.notice("Topic: " + event.topic());
        return LineFormat.bytes(LineFormat.notice("You are in " + room + ". " + who(event)) + topic);
    }

    private static String who(RoomEvent.Welcome event) {
        if (event.count() <= 1) {
            return "Nobody else is here yet.";
        }
        List<String> names = event.first().stream().map(Presence::name).toList();
        return event.count() + " people are here: " + named(names, event.count())
                + (event.count() > NAMED ? ". /who lists them all." : ".");
    }

    @Override
    public byte[] joined(RoomEvent.Joined event) {
        return LineFormat.bytes(lineFormat.line(event.at(), "--> " + event.name() + " joined " + room));
    }

    @Override
    public byte[] left(RoomEvent.Left event) {
        String reason = event.reason().isEmpty() ? "" : " (" + event.reason() + ")";
        return LineFormat.bytes(lineFormat.line(event.at(), "<-- " + event.name() + " left" + reason));
    }

    @Override
    public byte[] renamed(RoomEvent.Renamed event) {
        return LineFormat.bytes(lineFormat.line(event.at(), "--- " + event.from() + " is now " + event.to()));
    }

    @Override
    public byte[] gathered(RoomEvent.Gathered event) {
        List<String> joined = event.joined().stream().map(Presence::name).toList();
        List<String> told = new ArrayList<>();
        if (!joined.isEmpty()) {
            told.add("--> " + named(joined, joined.size()) + " joined " + room);
        }
        if (!event.left().isEmpty()) {
            told.add("<-- " + named(event.left(), event.left().size()) + " left");
        }
        StringBuilder lines = new StringBuilder();
        told.forEach(line -> lines.append(lineFormat.line(event.at(), line)));
        return LineFormat.bytes(lines.toString());
    }

    private static String named(List<String> names, int count) {
        int named = Math.min(NAMED, names.size());
        String first = String.join(", ", names.subList(0, named));
        return count > named ? first + " and " + (count - named) + " more" : first;
    }

    /** Nothing: a line cannot be taken back. */
    @Override
    public byte @Nullable [] typing(RoomEvent.Typing event) {
        return null;
    }

    @Override
    public byte[] topic(RoomEvent.Topic event) {
        String what = event.text().isEmpty() ? " took the topic away" : " set the topic: " + event.text();
        return LineFormat.bytes(lineFormat.line(event.at(), "--- " + event.by() + what));
    }

    /** Nothing: the farewell that follows says it. */
    @Override
    public byte @Nullable [] closing(RoomEvent.Closing event) {
        return null;
    }
}
