package dev.parley.chat.room;

import dev.parley.text.FilePreview;
import org.jspecify.annotations.Nullable;

/**
 * The message that a message replies to, as it is now.
 *
 * @param seq the sequence number
 * @param person the id of its sender, see {@link dev.parley.chat.identity.User#id()}; never shown to other users; null if the
 *     message has expired
 * @param name the nickname of its sender; null if the message has expired
 * @param text the first line, at most {@value #MOST} characters; blank if the message was deleted; null if it has expired
 */
public record ReplyTo(
        long seq,
        @Nullable String person,
        @Nullable String name,
        @Nullable String text) {

    /** The most characters of the preview. */
    static final int MOST = 100;

    /** Returns the preview of a message. */
    public static ReplyTo of(Message message) {
        return new ReplyTo(message.position().seq(), message.person(), message.name(), preview(message.text()));
    }

    /** Returns the preview of a message that has expired. */
    public static ReplyTo expired(long seq) {
        return new ReplyTo(seq, null, null, null);
    }

    /** Returns the same with the first line of another text. */
    ReplyTo withText(String text) {
        return name == null ? this : new ReplyTo(seq, person, name, preview(text));
    }

    /** Returns the first line of a text, shortened; the kind and the name of a file. */
    public static String preview(String text) {
        String line = FilePreview.of(text.strip().lines().findFirst().orElse("").stripTrailing());
        return line.codePointCount(0, line.length()) <= MOST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, MOST - 1)).stripTrailing() + "…";
    }
}
