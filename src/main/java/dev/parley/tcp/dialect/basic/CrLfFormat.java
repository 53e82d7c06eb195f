package dev.parley.tcp.dialect.basic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.Message;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the lines of another format with the line end CR LF, which terminals and telnet clients need (RFC 854). */
public final class CrLfFormat implements EventFormat {

    private final EventFormat lines;

    /**
     * Creates a format.
     *
     * @param lines writes LF at the end of each line
     */
    public CrLfFormat(EventFormat lines) {
        this.lines = lines;
    }

    /** Returns the text with CR LF in place of LF. */
    public static String convert(String text) {
        return text.replace("\n", "\r\n");
    }

    private static byte[] convert(byte[] text) {
        return convert(new String(text, UTF_8)).getBytes(UTF_8);
    }

    @Override
    public byte[] message(Message message) {
        return convert(lines.message(message));
    }

    @Override
    public byte[] direct(DirectMessage message) {
        return convert(lines.direct(message));
    }

    @Override
    public byte[] notice(String sentence) {
        return convert(lines.notice(sentence));
    }

    @Override
    public byte[] answer(List<String> answer) {
        return convert(lines.answer(answer));
    }

    @Override
    public byte[] welcome(String sentence, boolean namesAll, String topic) {
        return convert(lines.welcome(sentence, namesAll, topic));
    }

    @Override
    public byte[] changes(Instant at, RoomName room, Map<Change, String> changes) {
        return convert(lines.changes(at, room, changes));
    }

    @Override
    public byte @Nullable [] replayStart() {
        byte[] start = lines.replayStart();
        return start == null ? null : convert(start);
    }

    @Override
    public byte @Nullable [] replayEnd(boolean isFirstRoom, boolean isReplayed) {
        byte[] end = lines.replayEnd(isFirstRoom, isReplayed);
        return end == null ? null : convert(end);
    }

    @Override
    public ZoneId zone() {
        return lines.zone();
    }

    @Override
    public String separator(Instant at) {
        return convert(lines.separator(at));
    }
}
