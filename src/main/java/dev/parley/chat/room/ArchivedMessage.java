package dev.parley.chat.room;

import java.time.Instant;

/**
 * A message that was written down elsewhere, to be put back into a room. It is the same as one that is there if time,
 * name, text and action are.
 *
 * @param at when it was said, to the millisecond
 * @param name the name it was said under
 * @param via what it was said through, see {@link dev.parley.chat.identity.ClientInfo#via()}
 * @param repetition 1, or, of several that are the same, which of them it is, in their order
 */
public record ArchivedMessage(Instant at, String name, String via, String text, boolean action, int repetition) {

    /** Under this identity are kept whose own is not known. */
    public static final String PERSON = "saved";

    /** The same for messages that are, whichever repetition they are. */
    public record Key(Instant at, String name, String text, boolean action) {}

    /** Makes the text what it would be if it had been posted. */
    public ArchivedMessage {
        text = MessageDraft.normal(text);
    }

    /** The same, being this repetition of it. */
    public ArchivedMessage repeated(int which) {
        return new ArchivedMessage(at, name, via, text, action, which);
    }

    /** What it has in common with those that are the same. */
    public Key key() {
        return new Key(at, name, text, action);
    }

    /** What a message that is stored has in common with those that are the same. */
    public static Key key(Message message) {
        return new Key(message.at(), message.name(), message.text(), message.action());
    }

    /** The message it is at this place. */
    public Message at(Position position) {
        return new Message(position, at, PERSON, name, via, text, action, null);
    }
}
