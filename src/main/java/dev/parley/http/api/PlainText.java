package dev.parley.http.api;

import dev.parley.chat.room.Message;
import dev.parley.chat.search.SearchHit;
import dev.parley.chat.search.SearchResult;
import dev.parley.command.MessageText;
import dev.parley.text.ControlCharEscaper;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Formats messages as lines, {@code 12:03 <ada> hello}, with control characters escaped. */
final class PlainText {

    /** As wide as a time and a space, so that no continuation line can pass for another message. */
    private static final String INDENT = "\n      ";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm ", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("'--- 'uuuu-MM-dd' ---\n'", Locale.ROOT);

    private static final DateTimeFormatter FOUND = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm ", Locale.ROOT);

    private PlainText() {}

    /** Returns messages, with a line before the first one of each day. */
    static String page(List<Message> messages, ZoneId zone) {
        StringBuilder page = new StringBuilder();
        String day = "";
        for (Message message : messages) {
            String next = DAY.format(message.at().atZone(zone));
            page.append(next.equals(day) ? "" : next).append(message(message, zone));
            day = next;
        }
        return page.toString();
    }

    /** Returns {@code dev abcd:12 2026-11-20 12:03 <ada> hello} for each message, then the notes, each after {@code ---}. */
    static String found(SearchResult result, ZoneId zone) {
        StringBuilder lines = new StringBuilder();
        for (SearchHit hit : result.hits()) {
            String author = hit.action() ? "* " + hit.name() : "<" + hit.name() + ">";
            lines.append(hit.room()).append(' ').append(hit.position()).append(' ');
            lines.append(FOUND.format(hit.at().atZone(zone)));
            lines.append(ControlCharEscaper.line(author + " " + hit.excerpt())).append('\n');
        }
        result.sentences().forEach(note -> lines.append("--- ").append(note).append('\n'));
        return lines.toString();
    }

    /** Returns {@code 12:03 <ada> hello}. */
    static String message(Message message, ZoneId zone) {
        String sender = MessageText.sender(message);
        return line(
                message.at(),
                zone,
                (message.action() ? "* " + sender : "<" + sender + ">") + " " + MessageText.of(message));
    }

    /** Returns a line with the time; further lines are indented. */
    static String line(Instant at, ZoneId zone, String text) {
        return TIME.format(at.atZone(zone)) + String.join(INDENT, ControlCharEscaper.lines(text)) + "\n";
    }
}
