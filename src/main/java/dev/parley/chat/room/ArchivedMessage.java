package dev.parley.chat.room;

import dev.parley.text.Position;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message from an archive, to be imported into a room. It equals a stored message if time, name, text and action are
 * equal.
 *
 * @param at the time of the message, in milliseconds
 * @param name the nickname of the sender
 * @param via the transport of the sender, see {@link dev.parley.chat.identity.ClientInfo#via()}
 * @param repetition 1, or the number among several equal messages, in their order
 * @param edited the last edit; null if there was none
 * @param deleted the deletion; null if there was none
 */
public record ArchivedMessage(
        Instant at,
        String name,
        String via,
        String text,
        boolean action,
        int repetition,
        @Nullable ChangeMark edited,
        @Nullable ChangeMark deleted) {

    /** The user id of imported messages. */
    public static final String PERSON = "saved";

    /** The parts that equal messages have in common. */
    public record Key(Instant at, String name, String text, boolean action) {}

    /** Creates a message that was not changed. */
    public ArchivedMessage(Instant at, String name, String via, String text, boolean action, int repetition) {
        this(at, name, via, text, action, repetition, null, null);
    }

    /** Normalises the text as for a published message. */
    public ArchivedMessage {
        text = MessageDraft.normal(text);
    }

    /** Returns the same message with another repetition. */
    public ArchivedMessage repeated(int which) {
        return new ArchivedMessage(at, name, via, text, action, which, edited, deleted);
    }

    /** Returns the key of this message. */
    public Key key() {
        return new Key(at, name, text, action);
    }

    /** Returns the key of a stored message. */
    public static Key key(Message message) {
        return new Key(message.at(), message.name(), message.text(), message.action());
    }

    /** Returns the message at a position. */
    public Message at(Position position) {
        MessageState state = edited == null && deleted == null
                ? MessageState.PLAIN
                : new MessageState(edited, deleted, null, List.of());
        return new Message(position, at, PERSON, name, via, text, action, null, state);
    }
}
