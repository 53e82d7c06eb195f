package dev.parley.tcp.dialect.basic;

import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.Message;
import dev.parley.command.MessageText;
import dev.parley.text.ControlCharEscaper;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Formats everything as a sender and a text; notices of the server have {@link #SERVER} as their sender. */
public final class PrefixedFormat implements EventFormat {

    /** The sender of server notices. */
    public static final String SERVER = NicknamePolicy.OPERATOR.text();

    private static final String CONTINUED = "\n  ";

    private final BiFunction<String, String, byte[]> format;

    /**
     * Creates a format.
     *
     * @param format formats a sender and a text without control characters, whose line breaks are indented
     */
    public PrefixedFormat(BiFunction<String, String, byte[]> format) {
        this.format = format;
    }

    @Override
    public byte[] message(Message message) {
        return line(MessageText.sender(message), (message.action() ? "* " : "") + MessageText.of(message));
    }

    @Override
    public byte[] direct(DirectMessage message) {
        return line(message.from(), "(to you) " + message.text());
    }

    @Override
    public byte[] notice(String sentence) {
        return line(SERVER, sentence);
    }

    private byte[] line(String from, String text) {
        return format.apply(from, String.join(CONTINUED, ControlCharEscaper.lines(text)));
    }

    @Override
    public byte[] answer(List<String> lines) {
        return notice(String.join("\n", lines));
    }

    @Override
    public byte[] welcome(String sentence, boolean namesAll, String topic) {
        return notice(sentence + " /help lists the commands." + (topic.isEmpty() ? "" : " Topic: " + topic));
    }

    @Override
    public byte[] changes(Instant at, RoomName room, Map<Change, String> changes) {
        return notice(String.join("; ", changes.values()));
    }

    @Override
    public byte[] replayStart() {
        return notice("Recent messages:");
    }

    @Override
    public byte @Nullable [] replayEnd(boolean isFirstRoom, boolean isReplayed) {
        return isReplayed ? notice("End of recent messages. New messages follow.") : null;
    }

    @Override
    public ZoneId zone() {
        return ZoneId.systemDefault();
    }

    @Override
    public String separator(Instant at) {
        return "";
    }
}
