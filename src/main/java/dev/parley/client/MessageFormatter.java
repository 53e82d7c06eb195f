package dev.parley.client;

import dev.parley.client.session.ClientEvent;
import dev.parley.client.session.EventVisitor;
import dev.parley.text.BotMark;
import dev.parley.text.ControlCharEscaper;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Formats lines with the time in front, like the server's dialect {@code line}. Escapes all text of users, which no
 * other class does. Immutable.
 */
final class MessageFormatter {

    private static final String SERVER = "*** ";
    private static final int MAX_NAMES = 20;

    /** The number of rooms with unread messages in the status line. */
    private static final int MAX_ROOMS = 5;

    /** As wide as a time and a blank, so that no message can imitate another line. */
    static final String INDENT = "      ";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm ", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("'--- 'uuuu-MM-dd' ---'", Locale.ROOT);

    private final ZoneId zone;
    private final AnsiStyle ansiStyle;

    MessageFormatter(ZoneId zone, AnsiStyle ansiStyle) {
        this.zone = zone;
        this.ansiStyle = ansiStyle;
    }

    /** Returns the local date of a time. */
    LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, zone);
    }

    /** Returns the line that separates days. */
    String day(LocalDate day) {
        return ansiStyle.dim(DAY.format(day));
    }

    /** Returns a notice of the server or the client. */
    String notice(String text) {
        return SERVER + indented(text);
    }

    /** Returns a reply: a sentence, or a list. */
    List<String> answer(List<String> lines) {
        return lines.size() == 1
                ? List.of(notice(lines.get(0)))
                : lines.stream().map(line -> "    " + indented(line)).toList();
    }

    /** Returns a pending message, on one line that fits. */
    String pending(String text) {
        return ansiStyle.dim("  … " + ControlCharEscaper.line(text));
    }

    /** Returns the prompt. */
    String prompt(String who) {
        return ansiStyle.prompt(ControlCharEscaper.line(who) + ">") + " ";
    }

    /**
     * Returns the line with the state of the rooms and of the user: {@code #lobby  #homework +2!  5 here  away: lunch}.
     *
     * @param here the current room
     * @param level the level of its messages
     * @param count its number of users; 0 if that is unknown
     * @param absence the text of the user's absence; empty if the user is not absent
     */
    String status(String here, RoomLevels.State level, long count, List<Notifications.Unread> unread, String absence) {
        List<String> parts = new ArrayList<>();
        parts.add(ansiStyle.dim("#" + here + mark(level)));
        unread.stream().limit(MAX_ROOMS).forEach(room -> parts.add(unread(room)));
        if (unread.size() > MAX_ROOMS) {
            parts.add(ansiStyle.dim("and " + (unread.size() - MAX_ROOMS) + " more"));
        }
        if (count > 0) {
            parts.add(ansiStyle.dim(count + " here"));
        }
        if (!absence.isEmpty()) {
            parts.add(ansiStyle.dim("away: " + ControlCharEscaper.line(absence)));
        }
        return String.join("  ", parts);
    }

    /** Returns the mark of a room whose level is not the usual one. */
    private static String mark(RoomLevels.State level) {
        if (level.isQuiet()) {
            return " (quiet)";
        }
        return switch (level.level()) {
            case ALL -> " (all)";
            case MENTIONS -> " (mentions)";
            case DEFAULT, NOTHING -> "";
        };
    }

    private String unread(Notifications.Unread room) {
        String counted = "#" + room.room() + " +" + room.count();
        return room.mentioned() ? ansiStyle.mention(counted + "!") : counted;
    }

    /** Returns a refused text with the reason. */
    String refused(String text, String why) {
        return notice("Not sent: " + why + "\n" + text);
    }

    /**
     * Returns an event.
     *
     * @param room its room
     * @param here whether that is the current room
     * @param self the nickname of the user
     * @param replayed whether it is replayed
     */
    String format(ClientEvent event, String room, boolean here, String self, boolean replayed) {
        String tag = here || room.isEmpty() ? "" : "#" + room + " ";
        AnsiStyle used = replayed ? AnsiStyle.NONE : ansiStyle;
        String formatted = event.accept(new RoomEventFormatter(room, tag, self, used));
        return replayed ? ansiStyle.dim(formatted) : formatted;
    }

    /** Returns reactions with one emoji to one message of a room. */
    String reacted(List<ClientEvent.Reacted> events, String room, boolean here, String self) {
        return new RoomEventFormatter(room, here ? "" : "#" + room + " ", self, ansiStyle).reacted(events);
    }

    /** Returns the time of a message, with the date if that is another one than that of the change. */
    private String time(Instant at, Instant change) {
        String time = TIME.format(at.atZone(zone)).strip();
        return day(at).equals(day(change)) ? time : day(at) + " " + time;
    }

    private String indented(String text) {
        return String.join("\n" + INDENT, ControlCharEscaper.lines(text));
    }

    private String line(Instant at, String text) {
        return TIME.format(at.atZone(zone)) + text;
    }

    /** Formats the events of one room. */
    private final class RoomEventFormatter implements EventVisitor<String> {

        private final String room;
        private final String tag;
        private final String self;
        private final AnsiStyle colors;

        RoomEventFormatter(String room, String tag, String self, AnsiStyle colors) {
            this.room = room;
            this.tag = tag;
            this.self = self;
            this.colors = colors;
        }

        private String name(String name) {
            return colors.name(ControlCharEscaper.line(name));
        }

        @Override
        public String welcome(ClientEvent.Welcome event) {
            String topic = event.topic().isEmpty() ? "" : "\n" + notice("Topic: " + event.topic());
            return notice("You are in " + event.room() + ". " + userList(event)) + topic;
        }

        private String userList(ClientEvent.Welcome event) {
            if (event.count() <= 1) {
                return "No one else is here yet.";
            }
            return event.count() + " people are here: " + joinNames(event.names(), event.count())
                    + (event.count() > MAX_NAMES ? ". /who lists them all." : ".");
        }

        private String joinNames(List<String> names, long count) {
            int shown = Math.min(MAX_NAMES, names.size());
            String first = String.join(", ", names.subList(0, shown));
            return count > shown ? first + " and " + (count - shown) + " more" : first;
        }

        @Override
        public String said(ClientEvent.Said event) {
            String text = indented(event.text());
            if (event.isOfOperator()) {
                return tag + SERVER + "Server: " + text;
            }
            String from = BotMark.sender(event.from(), event.via());
            String shown = event.mentions(self) ? colors.mention(text) : text;
            return line(event.at(), tag + (event.action() ? "* " + name(from) + " " : "<" + name(from) + "> ") + shown);
        }

        @Override
        public String edited(ClientEvent.Edited event) {
            // The text is empty if the message was deleted later.
            String text = event.text().isEmpty() ? " edited a message" : " edited: " + indented(event.text());
            return line(event.at(), tag + SERVER + name(event.by()) + text);
        }

        @Override
        public String deleted(ClientEvent.Deleted event) {
            return line(
                    event.at(),
                    tag + SERVER + name(event.by()) + " deleted a message of " + time(event.targetAt(), event.at()));
        }

        @Override
        public String reacted(ClientEvent.Reacted event) {
            return event.removed() ? "" : reacted(List.of(event));
        }

        private String reacted(List<ClientEvent.Reacted> events) {
            ClientEvent.Reacted last = events.get(events.size() - 1);
            String who = ControlCharEscaper.line(joinNames(
                    events.stream().map(ClientEvent.Reacted::by).distinct().toList(), events.size()));
            return line(
                    last.at(),
                    tag + "--- " + who + " reacted " + ControlCharEscaper.line(last.emoji()) + " to a message of "
                            + time(last.targetAt(), last.at()));
        }

        @Override
        public String joined(ClientEvent.Joined event) {
            return line(event.at(), tag + "--> " + name(event.name()) + " joined " + room);
        }

        @Override
        public String left(ClientEvent.Left event) {
            String reason = event.reason().isEmpty() ? "" : " (" + ControlCharEscaper.line(event.reason()) + ")";
            return line(event.at(), tag + "<-- " + name(event.name()) + " left" + reason);
        }

        @Override
        public String renamed(ClientEvent.Renamed event) {
            return line(event.at(), tag + "--- " + name(event.from()) + " is now " + name(event.to()));
        }

        @Override
        public String gathered(ClientEvent.Gathered event) {
            List<String> lines = new ArrayList<>();
            if (!event.joined().isEmpty()) {
                String who = ControlCharEscaper.line(
                        joinNames(event.joined(), event.joined().size()));
                lines.add(line(event.at(), tag + "--> " + who + " joined " + room));
            }
            if (!event.left().isEmpty()) {
                String who = ControlCharEscaper.line(
                        joinNames(event.left(), event.left().size()));
                lines.add(line(event.at(), tag + "<-- " + who + " left"));
            }
            return String.join("\n", lines);
        }

        @Override
        public String topic(ClientEvent.Topic event) {
            String change = event.text().isEmpty() ? " removed the topic" : " set the topic: " + indented(event.text());
            return line(event.at(), tag + "--- " + name(event.by()) + change);
        }

        @Override
        public String settings(ClientEvent.Settings event) {
            String slow = event.slow() == 0
                    ? ""
                    : "one message every " + event.slow() + (event.slow() == 1 ? " second" : " seconds");
            String rules = event.locked() ? "only operators can write" : slow.isEmpty() ? "all users can write" : slow;
            return line(event.at(), tag + "--- " + name(event.by()) + " changed the room: " + rules);
        }

        @Override
        public String direct(ClientEvent.Direct event) {
            boolean own = event.from().equals(self);
            String parties = own ? "you -> " + name(event.to()) : name(event.from()) + " -> you";
            String text = indented(event.text());
            return line(event.at(), "[" + parties + "] " + (own ? text : colors.mention(text)));
        }
    }
}
