package dev.parley.chat.room;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reason why the history does not store a draft. */
public enum Rejection {
    /** There is no such message in the room: it never was, it has expired, or the number is that of a change. */
    NO_SUCH_MESSAGE(Refusal.noSuchMessage()),
    /** The message is that of another user. */
    NOT_AUTHOR(Refusal.notAuthor()),
    /** The message was deleted before. */
    ALREADY_DELETED(Refusal.alreadyDeleted()),
    /** The message is older than allowed. */
    TOO_LATE(Refusal.tooLate()),
    /** The message has as many different emojis as allowed. */
    TOO_MANY_REACTIONS(Refusal.tooManyReactions(ReactionCount.MOST_KINDS));

    @SuppressWarnings("ImmutableEnumChecker") // a record with an unmodifiable list
    private final Refusal refusal;

    Rejection(Refusal refusal) {
        this.refusal = refusal;
    }

    /** Returns the refusal of the request. */
    public Refusal refusal() {
        return refusal;
    }

    /** Returns why a change may not be made, if so; the target is null if there is no such message. */
    public static Optional<Rejection> of(ChangeDraft draft, @Nullable Message target) {
        if (target == null) {
            return Optional.of(NO_SUCH_MESSAGE);
        }
        ChangeRight right = draft instanceof EditDraft edit
                ? edit.right()
                : draft instanceof DeletionDraft deletion ? deletion.right() : ChangeRight.OPERATOR;
        if (!right.ofOperator() && !target.person().equals(draft.user().id())) {
            return Optional.of(NOT_AUTHOR);
        } else if (target.isDeleted()) {
            return Optional.of(ALREADY_DELETED);
        } else if (right.notBefore() != null && target.at().isBefore(right.notBefore())) {
            return Optional.of(TOO_LATE);
        }
        return Optional.empty();
    }
}
