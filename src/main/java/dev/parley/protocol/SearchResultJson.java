package dev.parley.protocol;

import dev.parley.chat.search.SearchHit;
import dev.parley.chat.search.SearchResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a search for messages as JSON.
 *
 * @param text the search as typed
 * @param notes the codes of the reasons for which there may be other messages
 */
record SearchResultJson(
        @Nullable String receipt, @Nullable String reference, String text, List<HitJson> messages, List<String> notes) {

    /**
     * A message.
     *
     * @param excerpt a part of its text
     * @param marks the places of the terms in the excerpt, in UTF-16 code units: {@code [from, to]}
     */
    record HitJson(
            String room,
            String position,
            String at,
            String name,
            boolean action,
            String excerpt,
            List<List<Integer>> marks) {

        static HitJson of(SearchHit hit) {
            return new HitJson(
                    hit.room().text(),
                    hit.position().toString(),
                    Json.time(hit.at()),
                    hit.name(),
                    hit.action(),
                    hit.excerpt(),
                    hit.marks().stream()
                            .map(mark -> List.of(mark.from(), mark.to()))
                            .toList());
        }
    }

    static SearchResultJson of(StompRequest request, String text, SearchResult result) {
        return new SearchResultJson(
                request.receipt(),
                request.reference(),
                text,
                result.hits().stream().map(HitJson::of).toList(),
                result.notes().stream().map(SearchResult.Note::code).sorted().toList());
    }
}
