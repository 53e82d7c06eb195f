package dev.parley.chat.room;

import dev.parley.chat.identity.User;
import dev.parley.text.Position;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An edit that is not stored yet.
 *
 * @param target the sequence number of the message
 * @param text the new text, normalised like that of a {@link MessageDraft}
 */
public record EditDraft(
        User user,
        String via,
        long target,
        String text,
        ChangeRight right,
        @Nullable Reference reference) implements ChangeDraft {

    /** Normalises the text. */
    public EditDraft {
        text = MessageDraft.normal(text);
    }

    /** Returns the stored entry. */
    public Edit at(Position position, Instant at, Instant targetAt) {
        return new Edit(position, at, user.id(), user.nickname().text(), via, target, targetAt, text, reference);
    }

    @Override
    public Optional<Refusal> check(int longest) {
        return MessageDraft.check(text, longest);
    }

    @Override
    public String content() {
        return "e" + target + " " + text;
    }
}
