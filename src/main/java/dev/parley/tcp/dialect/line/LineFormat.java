package dev.parley.tcp.dialect.line;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.Message;
import dev.parley.command.MessageText;
import dev.parley.tcp.dialect.basic.EventFormat;
import dev.parley.text.ControlCharEscaper;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Formats the lines of this dialect, most of them with their time. Immutable. */
final class LineFormat implements EventFormat {

    /** The prefix of server notices. No user's line begins with it. */
    private static final String SERVER = "*** ";

    static final String HINT = "Type to talk. /help lists the commands, /quit leaves.";

    private static final String LIST = "    ";

    /** As wide as a time and a space, so that no continuation line can pass for another message. */
    private static final String INDENT = "      ";

    private final ZoneId zone;
    private final DateTimeFormatter time;
    private final DateTimeFormatter day;

    LineFormat(ZoneId zone) {
        this.zone = zone;
        this.time = DateTimeFormatter.ofPattern("HH:mm ", Locale.ROOT).withZone(zone);
        this.day = DateTimeFormatter.ofPattern("'--- 'uuuu-MM-dd' ---\n'", Locale.ROOT)
                .withZone(zone);
    }

    @Override
    public byte[] message(Message message) {
        if (message.via().equals("operator")) {
            return notice(NicknamePolicy.OPERATOR + ": " + MessageText.of(message));
        }
        String from = message.action() ? "* " + MessageText.sender(message) : "<" + MessageText.sender(message) + ">";
        return bytes(line(time.format(message.at()), from + " " + MessageText.of(message)));
    }

    @Override
    public byte[] direct(DirectMessage message) {
        return bytes(line(time.format(message.at()), "[" + message.from() + " -> you] " + message.text()));
    }

    @Override
    public byte[] notice(String sentence) {
        return bytes(line(SERVER, sentence));
    }

    /** Returns a notice for one line, an indented list for several. */
    @Override
    public byte[] answer(List<String> lines) {
        return lines.size() == 1
                ? notice(lines.get(0))
                : bytes(lines.stream().map(text -> line(LIST, text)).collect(Collectors.joining()));
    }

    @Override
    public byte[] welcome(String sentence, boolean namesAll, String topic) {
        return bytes(line(SERVER, sentence + (namesAll ? "" : " /who lists them all."))
                + (topic.isEmpty() ? "" : line(SERVER, "Topic: " + topic)));
    }

    @Override
    public byte[] changes(Instant at, RoomName room, Map<Change, String> changes) {
        return bytes(changes.entrySet().stream()
                .map(change -> line(time.format(at), change(change.getKey(), room, change.getValue())))
                .collect(Collectors.joining()));
    }

    private static String change(Change kind, RoomName room, String text) {
        return switch (kind) {
            case JOINED -> "--> " + text + " " + room;
            case LEFT -> "<-- " + text;
            case OTHER -> "--- " + text;
            case MESSAGE -> SERVER + text;
        };
    }

    @Override
    public byte @Nullable [] replayStart() {
        return null;
    }

    /** Returns a hint about the commands in the first room. */
    @Override
    public byte @Nullable [] replayEnd(boolean isFirstRoom, boolean isReplayed) {
        return isFirstRoom ? notice(HINT) : null;
    }

    @Override
    public ZoneId zone() {
        return zone;
    }

    /** Returns the line that begins a day. */
    @Override
    public String separator(Instant at) {
        return day.format(at);
    }

    /** Returns a line; indents the following lines of the text. */
    private static String line(String prefix, String text) {
        return prefix + String.join("\n" + INDENT, ControlCharEscaper.lines(text)) + "\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
