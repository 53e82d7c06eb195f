package dev.parley.tcp.dialect.line;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.room.ControlCharEscaper;
import dev.parley.chat.room.DirectMessage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How this dialect writes things down. Immutable. */
final class LineFormat {

    /** What the server says begins with this, and nothing that people say can. */
    private static final String SERVER = "*** ";

    private static final String LIST = "    ";

    /** As wide as a time and a blank, so that no message can pass a line off as another message. */
    private static final String INDENT = "      ";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm ", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("'--- 'uuuu-MM-dd' ---\n'", Locale.ROOT);

    private final ZoneId zone;

    LineFormat(ZoneId zone) {
        this.zone = zone;
    }

    /** The day as it is here. */
    LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, zone);
    }

    /** Says that what follows is of this day. */
    static String day(LocalDate day) {
        return DAY.format(day);
    }

    String said(Instant at, String name, String text) {
        return line(at, "<" + name + "> " + text);
    }

    String action(Instant at, String name, String text) {
        return line(at, "* " + name + " " + text);
    }

    String direct(DirectMessage directMessage) {
        return line(directMessage.at(), "[" + directMessage.from() + " -> you] " + directMessage.text());
    }

    static String operator(String text) {
        return notice(NicknamePolicy.OPERATOR + ": " + text);
    }

    /** A line with its time; those that follow in the same text are indented. */
    String line(Instant at, String text) {
        return TIME.format(at.atZone(zone)) + indented(text);
    }

    /** From the server. */
    static String notice(String text) {
        return SERVER + indented(text);
    }

    /** An answer from the server: a sentence, or else a list, which is set off from what people say. */
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
