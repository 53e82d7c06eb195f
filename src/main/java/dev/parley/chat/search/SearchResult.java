package dev.parley.chat.search;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The messages that a search has found, the newest first.
 *
 * @param notes the reasons for which there may be other messages
 */
public record SearchResult(List<SearchHit> hits, Set<Note> notes) {

    /** A reason for which a result may not have all messages. */
    public enum Note {
        /** There are more than the most that were asked for. */
        MORE("more", "There are older ones. Add a word, from:NAME, in:ROOM or before:DAY."),
        /** The search took too long. */
        CUT(
                "cut",
                "The search was stopped after half a second, and there may be more. Add a word, from:NAME, in:ROOM or a day."),
        /** The terms are too short for the index. */
        SCANNED(
                "scanned",
                "Only the newest 10,000 messages were searched, because a quoted part, or a word without letters or in a"
                        + " script without blanks, needs 3 characters."),
        /** The index is not complete yet. */
        BUILDING("building", "The search index is being built. Older messages are still missing.");

        private final String code;
        private final String sentence;

        Note(String code, String sentence) {
            this.code = code;
            this.sentence = sentence;
        }

        /** Returns the code, which does not change. */
        public String code() {
            return code;
        }

        /** Returns a sentence for the user. */
        public String sentence() {
            return sentence;
        }
    }

    /** Copies the hits and the notes. */
    public SearchResult {
        hits = List.copyOf(hits);
        notes = Set.copyOf(notes);
    }

    /** Returns the sentences of the notes, in the order of their declaration. */
    public List<String> sentences() {
        return notes.isEmpty()
                ? List.of()
                : EnumSet.copyOf(notes).stream().map(Note::sentence).toList();
    }
}
