package dev.parley.room;

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
public record Saved(Instant at, String name, String via, String text, boolean action, int repetition) {

    /** Under this identity are kept whose own is not known. */
    public static final String PERSON = "saved";

    /** The same for messages that are, whichever repetition they are. */
    public record Likeness(Instant at, String name, String text, boolean action) {}

    /** Makes the text what it would be if it had been posted. */
    public Saved {
        text = Draft.normal(text);
    }

    /** The same, being this repetition of it. */
    public Saved repeated(int which) {
        return new Saved(at, name, via, text, action, which);
    }

    /** What it has in common with those that are the same. */
    public Likeness likeness() {
        return new Likeness(at, name, text, action);
    }

    /** What a message that is stored has in common with those that are the same. */
    public static Likeness likeness(Message message) {
        return new Likeness(message.at(), message.name(), message.text(), message.action());
    }

    /** The message it is at this place. */
    public Message at(Position position) {
        return new Message(position, at, PERSON, name, via, text, action, null);
    }
}
