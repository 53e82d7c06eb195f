package dev.parley.terminal;

import dev.parley.terminal.session.Event;
import dev.parley.terminal.session.Narration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How things look: lines as everybody with a terminal sees them, with a time in front. Whatever people wrote is made
 * harmless here, and only here. Immutable.
 */
final class Wording {

    private static final String SERVER = "*** ";
    private static final int NAMED = 20;

    /** As wide as a time and a blank, so that no message can pass a line off as another message. */
    private static final String INDENT = "      ";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm ", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("'--- 'uuuu-MM-dd' ---'", Locale.ROOT);

    private final ZoneId zone;
    private final Palette palette;

    Wording(ZoneId zone, Palette palette) {
        this.zone = zone;
        this.palette = palette;
    }

    /** The day of something, as it is here. */
    LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, zone);
    }

    /** Says that what follows is of this day. */
    String day(LocalDate day) {
        return palette.dim(DAY.format(day));
    }

    /** Something that the server or this program has to say. */
    String notice(String text) {
        return SERVER + indented(text);
    }

    /** An answer: a sentence, or else a list, set off from what people say. */
    List<String> answer(List<String> lines) {
        return lines.size() == 1
                ? List.of(notice(lines.get(0)))
                : lines.stream().map(line -> "    " + indented(line)).toList();
    }

    /** What waits to be confirmed, on one line that fits. */
    String pending(String text) {
        return palette.dim("  … " + VisibleText.line(text));
    }

    /** What stands in front of what is typed. */
    String prompt(String who) {
        return palette.prompt(VisibleText.line(who) + ">") + " ";
    }

    /** What was not taken, and why. */
    String refused(String text, String why) {
        return notice("Not sent: " + why + "\n" + text);
    }

    /**
     * An event as it is shown.
     *
     * @param room where it happened
     * @param here whether that is the room one looks at
     * @param self one's own name
     * @param replayed whether it is from before
     */
    String event(Event event, String room, boolean here, String self, boolean replayed) {
        String tag = here || room.isEmpty() ? "" : "#" + room + " ";
        Palette used = replayed ? new Palette(false, false) : palette;
        String told = event.tell(new Told(room, tag, self, used));
        return replayed ? palette.dim(told) : told;
    }

    private String indented(String text) {
        return String.join("\n" + INDENT, VisibleText.lines(text));
    }

    private String line(Instant at, String text) {
        return TIME.format(at.atZone(zone)) + text;
    }

    /** The words for what happens in one room. */
    private final class Told implements Narration<String> {

        private final String room;
        private final String tag;
        private final String self;
        private final Palette colours;

        Told(String room, String tag, String self, Palette colours) {
            this.room = room;
            this.tag = tag;
            this.self = self;
            this.colours = colours;
        }

        private String name(String name) {
            return colours.name(VisibleText.line(name));
        }

        @Override
        public String welcome(Event.Welcome event) {
            String topic = event.topic().isEmpty() ? "" : "\n" + notice("Topic: " + event.topic());
            return notice("You are in " + event.room() + ". " + who(event)) + topic;
        }

        private String who(Event.Welcome event) {
            if (event.count() <= 1) {
                return "Nobody else is here yet.";
            }
            return event.count() + " people are here: " + named(event.names(), event.count())
                    + (event.count() > NAMED ? ". /who lists them all." : ".");
        }

        private String named(List<String> names, long count) {
            int named = Math.min(NAMED, names.size());
            String first = String.join(", ", names.subList(0, named));
            return count > named ? first + " and " + (count - named) + " more" : first;
        }

        @Override
        public String said(Event.Said event) {
            String text = indented(event.text());
            if (event.operator()) {
                return tag + SERVER + "Server: " + text;
            }
            boolean mention = !event.own() && !event.from().equals(self) && Mention.of(self, event.text());
            String shown = mention ? colours.mention(text) : text;
            return line(
                    event.at(),
                    tag + (event.action() ? "* " + name(event.from()) + " " : "<" + name(event.from()) + "> ") + shown);
        }

        @Override
        public String joined(Event.Joined event) {
            return line(event.at(), tag + "--> " + name(event.name()) + " joined " + room);
        }

        @Override
        public String left(Event.Left event) {
            String reason = event.reason().isEmpty() ? "" : " (" + VisibleText.line(event.reason()) + ")";
            return line(event.at(), tag + "<-- " + name(event.name()) + " left" + reason);
        }

        @Override
        public String renamed(Event.Renamed event) {
            return line(event.at(), tag + "--- " + name(event.from()) + " is now " + name(event.to()));
        }

        @Override
        public String gathered(Event.Gathered event) {
            List<String> lines = new ArrayList<>();
            if (!event.joined().isEmpty()) {
                String who =
                        VisibleText.line(named(event.joined(), event.joined().size()));
                lines.add(line(event.at(), tag + "--> " + who + " joined " + room));
            }
            if (!event.left().isEmpty()) {
                String who = VisibleText.line(named(event.left(), event.left().size()));
                lines.add(line(event.at(), tag + "<-- " + who + " left"));
            }
            return String.join("\n", lines);
        }

        @Override
        public String topic(Event.Topic event) {
            String what = event.text().isEmpty() ? " took the topic away" : " set the topic: " + indented(event.text());
            return line(event.at(), tag + "--- " + name(event.by()) + what);
        }

        @Override
        public String direct(Event.Direct event) {
            boolean own = event.from().equals(self);
            String whom = own ? "you -> " + name(event.to()) : name(event.from()) + " -> you";
            String text = indented(event.text());
            return line(event.at(), "[" + whom + "] " + (own ? text : colours.mention(text)));
        }
    }
}
