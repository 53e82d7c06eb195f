package dev.parley.chat.room;

import dev.parley.text.Position;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored message, as it is now.
 *
 * @param position the position in the room's history
 * @param at the time of the commit, in milliseconds; never before the previous message
 * @param person the id of the sender, see {@link dev.parley.chat.identity.User#id()}; never shown to other users
 * @param name the nickname of the sender
 * @param via the transport of the sender, see {@link dev.parley.chat.identity.ClientInfo#via()}
 * @param text the text; empty if the message was deleted
 * @param action whether the text describes an action
 * @param reference the id that the sender chose
 * @param state the changes
 */
public record Message(
        Position position,
        Instant at,
        String person,
        String name,
        String via,
        String text,
        boolean action,
        @Nullable Reference reference,
        MessageState state)
        implements LogEntry {

    /** Creates a message that was not changed and is no reply. */
    public Message(
            Position position,
            Instant at,
            String person,
            String name,
            String via,
            String text,
            boolean action,
            @Nullable Reference reference) {
        this(position, at, person, name, via, text, action, reference, MessageState.PLAIN);
    }

    /** Returns whether the message was deleted. */
    public boolean isDeleted() {
        return state.deleted() != null;
    }

    /**
     * Returns this message after a change of it. A change that was applied before has no effect; a deleted message stays
     * deleted.
     */
    public Message apply(Change change) {
        ChangeMark mark = new ChangeMark(change.name(), change.at());
        if (isDeleted()) {
            return this;
        } else if (change instanceof Edit edit) {
            return with(edit.text(), new MessageState(mark, null, state.replyTo(), state.reactions()));
        } else if (change instanceof Reaction reaction) {
            return with(
                    text,
                    new MessageState(
                            state.edited(), null, state.replyTo(), ReactionCount.apply(state.reactions(), reaction)));
        }
        return with("", new MessageState(null, mark, state.replyTo(), List.of()));
    }

    /** Returns this message with the preview of the message that it replies to, as it is after a change of its text. */
    Message withPreview(String targetText) {
        ReplyTo replyTo = state.replyTo();
        return replyTo == null
                ? this
                : with(
                        text,
                        new MessageState(
                                state.edited(), state.deleted(), replyTo.withText(targetText), state.reactions()));
    }

    /** Returns this message with another text and state. */
    public Message with(String otherText, MessageState otherState) {
        return new Message(position, at, person, name, via, otherText, action, reference, otherState);
    }

    @Override
    public RoomEvent.Said event() {
        return new RoomEvent.Said(this);
    }

    @Override
    public long characters() {
        return text.length() + state.characters();
    }
}
