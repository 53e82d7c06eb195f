package dev.parley.chat.room;

import dev.parley.chat.identity.User;
import dev.parley.text.Position;
import dev.parley.text.Surrogates;
import dev.parley.text.VisibleText;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
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
 * @param replyTo the sequence number of the message that it replies to; null for none
 */
public record MessageDraft(
        User user,
        String via,
        String text,
        boolean action,
        @Nullable Reference reference,
        @Nullable Long replyTo) implements EntryDraft {

    /**
     * The most lines of a message. 4,000 characters fill 50 lines of a terminal, so that a message takes at most 3 times the
     * place of one without line ends.
     */
    static final int MAX_LINES = 100;

    private static final int REPLACEMENT = 0xFFFD;

    /** Creates a draft that is no reply. */
    public MessageDraft(User user, String via, String text, boolean action, @Nullable Reference reference) {
        this(user, via, text, action, reference, null);
    }

    /** Creates a draft of the user's latest session. */
    public MessageDraft(User user, String text, boolean action, @Nullable Reference reference) {
        this(user, user.clientInfo().via(), text, action, reference);
    }

    /** Normalises the text. */
    public MessageDraft {
        Objects.requireNonNull(user);
        text = normal(text);
    }

    /**
     * Returns the stored message.
     *
     * @param replied the message that it replies to; null for none
     */
    public Message at(Position position, Instant at, @Nullable ReplyTo replied) {
        return new Message(
                position,
                at,
                user.id(),
                user.nickname().text(),
                via,
                text,
                action,
                reference,
                MessageState.of(replied));
    }

    @Override
    public Optional<Refusal> check(int longest) {
        return check(text, longest);
    }

    /** Returns why a text is refused, if so. */
    static Optional<Refusal> check(String text, int longest) {
        if (!VisibleText.isVisible(text)) {
            return Optional.of(Refusal.messageEmpty());
        }
        int length = length(text);
        if (length > longest) {
            return Optional.of(Refusal.messageTooLong(length, longest));
        }
        long lines = 1 + text.chars().filter(MessageDraft::isLineEnd).count();
        return lines > MAX_LINES ? Optional.of(Refusal.tooManyLines(lines, MAX_LINES)) : Optional.empty();
    }

    /** Returns whether a client may begin a new line after a character of a normalised text (UAX #14, classes BK, LF, NL). */
    private static boolean isLineEnd(int character) {
        return switch (character) {
            case '\n', 0x0B, '\f', 0x85, 0x2028, 0x2029 -> true;
            default -> false;
        };
    }

    @Override
    public String content() {
        return (replyTo == null ? "" : ">" + replyTo) + (action ? "*" : " ") + text;
    }

    /** Returns the normalised text. */
    static String normal(String text) {
        return paired(text.replace("\r\n", "\n").replace('\r', '\n'));
    }

    /** Returns the length of a text in characters (code points). */
    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String paired(String text) {
        if (!Surrogates.hasUnpaired(text)) {
            return text;
        }
        StringBuilder mended = new StringBuilder(text.length());
        text.codePoints().forEach(c -> mended.appendCodePoint(Surrogates.isUnpaired(c) ? REPLACEMENT : c));
        return mended.toString();
    }
}
