package dev.parley.storage.memory;

import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.search.MessageSearch;
import dev.parley.chat.search.SearchHit;
import dev.parley.chat.search.SearchQuery;
import dev.parley.chat.search.SearchResult;
import dev.parley.text.RoomName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Searches a history without an index, by reading all of it. For tests and small histories. */
public final class InMemoryMessageSearch implements MessageSearch {

    private final MessageHistory history;

    /** Creates a search of a history. */
    public InMemoryMessageSearch(MessageHistory history) {
        this.history = history;
    }

    @Override
    public CompletionStage<SearchResult> search(SearchQuery query, int most, Predicate<RoomName> visible) {
        CompletionStage<List<SearchHit>> all = CompletableFuture.completedFuture(List.of());
        return history.rooms()
                .thenCompose(rooms -> {
                    CompletionStage<List<SearchHit>> hits = all;
                    for (MessageHistory.StoredRoom room : rooms) {
                        if (visible.test(room.room())) {
                            hits = hits.thenCompose(before -> hits(query, room.room(), before));
                        }
                    }
                    return hits;
                })
                .thenApply(hits -> new SearchResult(
                        hits.stream()
                                .sorted(Comparator.comparing(SearchHit::at).reversed())
                                .limit(most)
                                .toList(),
                        hits.size() > most ? Set.of(SearchResult.Note.MORE) : Set.of()));
    }

    private CompletionStage<List<SearchHit>> hits(SearchQuery query, RoomName room, List<SearchHit> before) {
        return history.messagesBefore(room, Long.MAX_VALUE, Integer.MAX_VALUE).thenApply(page -> {
            List<SearchHit> hits = new ArrayList<>(before);
            List<Message> messages = page.messages();
            for (int i = messages.size() - 1; i >= 0; i--) {
                Message message = messages.get(i);
                if (!message.isDeleted() && query.matches(room, message.at(), message.name(), message.text())) {
                    hits.add(SearchHit.of(
                            query,
                            room,
                            message.position(),
                            message.at(),
                            message.name(),
                            message.action(),
                            message.text()));
                }
            }
            return hits;
        });
    }
}
