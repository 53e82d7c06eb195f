package dev.parley.chat.room;

import dev.parley.chat.identity.User;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message that is not stored yet.
 *
 * @param user the sender, from the session and never from the message
 * @param via the transport of the session, see {@link dev.parley.chat.identity.ClientInfo#via()}
 * @param text the text; line ends become {@code
 *
 * }, unpaired surrogates U+FFFD, so that all clients show the same
 *
 * @param action whether the text describes an action ({@code /me waves})
 * @param reference the id that the sender chose; without it a repeated request publishes twice
 */
public record MessageDraft(
        User user,
        String via,
        String text,
        boolean action,
        @Nullable Reference reference) {

    private static final int REPLACEMENT = 0xFFFD;

    /** Creates a draft of the user's latest session. */
    public MessageDraft(User user, String text, boolean action, @Nullable Reference reference) {
        this(user, user.clientInfo().via(), text, action, reference);
    }

    /** Normalises the text. */
    public MessageDraft {
        Objects.requireNonNull(user);
        text = normal(text);
    }

    /** Returns the normalised text. */
    static String normal(String text) {
        return paired(text.replace("\r\n", "\n").replace('\r', '\n'));
    }

    /** Returns the length in characters (code points). */
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
