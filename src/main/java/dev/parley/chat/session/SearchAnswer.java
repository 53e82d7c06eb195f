package dev.parley.chat.session;

import dev.parley.chat.room.Refusal;
import dev.parley.chat.search.SearchResult;
import org.jspecify.annotations.Nullable;

/** The answer to a search: a result, or the refusal; exactly one of them is null. */
public record SearchAnswer(
        @Nullable SearchResult result, @Nullable Refusal refusal) {

    static SearchAnswer refused(Refusal refusal) {
        return new SearchAnswer(null, refusal);
    }
}
