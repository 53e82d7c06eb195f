package dev.parley.chat.search;

import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search for messages. All conditions apply together.
 *
 * @param terms the texts, each of which a message contains; empty if any text will do
 * @param from the nickname of the author; null for all
 * @param in the room; null for all
 * @param since the earliest time; null for no bound
 * @param until the time before which messages are sent; null for no bound
 */
public record SearchQuery(
        List<SearchTerm> terms,
        @Nullable String from,
        @Nullable RoomName in,
        @Nullable Instant since,
        @Nullable Instant until) {

    /** Copies the terms. */
    public SearchQuery {
        terms = List.copyOf(terms);
    }

    /** Returns whether a message with this text, author, room and time is wanted. */
    public boolean matches(RoomName room, Instant at, String name, String text) {
        return (in == null || in.equals(room))
                && (from == null || isFrom(name))
                && (since == null || !at.isBefore(since))
                && (until == null || at.isBefore(until))
                && containsTerms(text);
    }

    /** Returns whether a nickname is that of the author, ignoring case and diacritics. */
    public boolean isFrom(String name) {
        return from == null || foldName(from).equals(foldName(name));
    }

    /** Returns whether a text contains each term. */
    public boolean containsTerms(String text) {
        if (terms.isEmpty()) {
            return true;
        }
        FoldedText folded = FoldedText.of(text);
        return terms.stream().allMatch(term -> folded.find(term, 0).isPresent());
    }

    /** Returns a nickname for comparison, without case and diacritics. */
    public static String foldName(String name) {
        return FoldedText.fold(name);
    }
}
