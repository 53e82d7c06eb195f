package dev.parley.chat.room;

import dev.parley.chat.identity.User;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An entry of a room's log that is not stored yet. */
public sealed interface EntryDraft permits MessageDraft, ChangeDraft {

    /** Returns the user, from the session and never from the request. */
    User user();

    /** Returns the transport of the session, see {@link dev.parley.chat.identity.ClientInfo#via()}. */
    String via();

    /** Returns the id that the user chose; without it a repeated request may be stored twice. */
    @Nullable
    Reference reference();

    /** Returns why the draft is refused before it is stored, if so; {@code longest} is the most characters of a text. */
    default Optional<Refusal> check(int longest) {
        return Optional.empty();
    }

    /** Returns the content by which two drafts with one reference are compared. */
    String content();
}
