package dev.parley.archive;

import dev.parley.chat.room.ChangeMark;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.ReactionCount;
import dev.parley.chat.room.ReplyTo;
import dev.parley.text.ControlCharEscaper;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * Writes a room as text for people and {@code grep}: {@code 2026-11-20 19:05:07 +01:00 [12] <ada> hello}. Further lines of a
 * message are indented, so that none can imitate another message, and control characters are escaped, so that a terminal can
 * show the file.
 */
final class TextExport implements ExportWriter {

    static final String BEGINNING = "Parley room ";

    private static final String CONTINUED = "\n    ";

    private final DateTimeFormatter time;

    TextExport(ZoneId zone) {
        time = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT)
                .withZone(zone);
    }

    @Override
    public String begin(RoomName room, String topic, Instant now) {
        return BEGINNING + room + "\n"
                + (topic.isBlank() ? "" : "Topic: " + ControlCharEscaper.line(topic) + "\n")
                + "Exported: " + time.format(now) + "\n\n";
    }

    @Override
    public String message(Message message) {
        StringBuilder line = new StringBuilder(time.format(message.at()))
                .append(" [")
                .append(message.position().seq())
                .append("] ")
                .append(message.action() ? "* " : "<")
                .append(ControlCharEscaper.line(message.name()))
                .append(message.action() ? " " : "> ");
        ChangeMark deleted = message.state().deleted();
        ChangeMark edited = message.state().edited();
        line.append(
                deleted == null
                        ? String.join(CONTINUED, ControlCharEscaper.lines(message.text()))
                        : mark("deleted", deleted));
        if (edited != null) {
            line.append(' ').append(mark("edited", edited));
        }
        ReplyTo replyTo = message.state().replyTo();
        if (replyTo != null) {
            line.append(CONTINUED).append("in reply to ").append(target(replyTo));
        }
        for (ReactionCount reaction : message.state().reactions()) {
            line.append(CONTINUED).append(reaction(reaction));
        }
        return line.append('\n').toString();
    }

    private String mark(String what, ChangeMark mark) {
        return "(" + what + " by " + ControlCharEscaper.line(mark.by()) + ", " + time.format(mark.at()) + ")";
    }

    private static String target(ReplyTo replyTo) {
        String text = replyTo.text();
        String number = "[" + replyTo.seq() + "]";
        if (replyTo.name() == null || text == null) {
            return number + ", which is no longer kept";
        }
        return number + " <" + ControlCharEscaper.line(replyTo.name()) + "> "
                + (text.isBlank() ? "(deleted)" : ControlCharEscaper.line(text));
    }

    private static String reaction(ReactionCount reaction) {
        List<String> names = reaction.names();
        int others = reaction.count() - names.size();
        return ControlCharEscaper.line(reaction.emoji()) + " " + ControlCharEscaper.line(String.join(", ", names))
                + (others > 0 ? " and " + others + " more" : "");
    }

    @Override
    public String end() {
        return "";
    }
}
