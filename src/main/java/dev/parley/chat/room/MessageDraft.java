package dev.parley.chat.room;

import dev.parley.chat.identity.User;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something a person wants said in a room.
 *
 * @param user who says it: the session's person, never a name out of the message
 * @param text what is said; line ends become {@code \n}, unpaired surrogates U+FFFD, so that everybody reads the same
 * @param action whether it tells what the person does ({@code /me waves})
 * @param reference the sender's id of it, without which sending twice posts twice
 */
public record MessageDraft(
        User user, String text, boolean action, @Nullable Reference reference) {

    private static final int REPLACEMENT = 0xFFFD;

    /** Normalises the text. */
    public MessageDraft {
        Objects.requireNonNull(user);
        text = normal(text);
    }

    /** A text as everybody reads it. */
    static String normal(String text) {
        return paired(text.replace("\r\n", "\n").replace('\r', '\n'));
    }

    /** Its length in characters, that is code points. */
    public int length() {
        return text.codePointCount(0, text.length());
    }

    private static String paired(String text) {
        if (text.codePoints().noneMatch(MessageDraft::isUnpaired)) {
            return text;
        }
        StringBuilder mended = new StringBuilder(text.length());
        text.codePoints().forEach(c -> mended.appendCodePoint(isUnpaired(c) ? REPLACEMENT : c));
        return mended.toString();
    }

    private static boolean isUnpaired(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
