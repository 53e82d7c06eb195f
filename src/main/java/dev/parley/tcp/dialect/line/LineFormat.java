package dev.parley.tcp.dialect.line;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.room.DirectMessage;
import dev.parley.text.ControlCharEscaper;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats the lines of this dialect. Immutable. */
final class LineFormat {

    /** The prefix of server notices. No user's line begins with it. */
    private static final String SERVER = "*** ";

    private static final String LIST = "    ";

    /** As wide as a time and a space, so that no continuation line can pass for another message. */
    private static final String INDENT = "      ";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm ", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("'--- 'uuuu-MM-dd' ---\n'", Locale.ROOT);

    private final ZoneId zone;

    LineFormat(ZoneId zone) {
        this.zone = zone;
    }

    LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, zone);
    }

    /** Returns the line that begins a day. */
    static String day(LocalDate day) {
        return DAY.format(day);
    }

    String said(Instant at, String name, String text) {
        return line(at, "<" + name + "> " + text);
    }

    String action(Instant at, String name, String text) {
        return line(at, "* " + name + " " + text);
    }

    String direct(DirectMessage message) {
        return line(message.at(), "[" + message.from() + " -> you] " + message.text());
    }

    static String operator(String text) {
        return notice(NicknamePolicy.OPERATOR + ": " + text);
    }

    /** Returns a line with its time; indents the following lines of the text. */
    String line(Instant at, String text) {
        return TIME.format(at.atZone(zone)) + indented(text);
    }

    /** Returns a server notice. */
    static String notice(String text) {
        return SERVER + indented(text);
    }

    /** Returns a reply of the server: a notice for one line, an indented list for several. */
    static String answer(List<String> lines) {
        return lines.size() == 1
                ? notice(lines.get(0))
                : lines.stream().map(line -> LIST + indented(line)).collect(Collectors.joining());
    }

    private static String indented(String text) {
        return String.join("\n" + INDENT, ControlCharEscaper.lines(text)) + "\n";
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
