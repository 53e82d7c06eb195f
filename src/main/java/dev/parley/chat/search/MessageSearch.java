package dev.parley.chat.search;

import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * Port: finds stored messages of all rooms.
 *
 * <p>No method blocks. A stage may complete on any thread. It fails with a {@link dev.parley.chat.room.StorageException} if the
 * messages cannot be searched, and with a {@link java.util.concurrent.RejectedExecutionException} if too many searches wait.
 * Any thread may call any method at any time.
 *
 * <p>A result follows the rooms: it has a new message, the new text of an edited one, and no deleted or expired one, within a
 * second. Characters of a query have no meaning besides their own.
 */
public interface MessageSearch {

    /** The number of messages that are searched for terms that are too short for an index. */
    int NEWEST = 10_000;

    /** The time after which a search ends with what it has found. */
    Duration TIME = Duration.ofMillis(500);

    /**
     * Finds messages, the newest first.
     *
     * @param most the most messages
     * @param visible whether the messages of a room are searched; called by any thread
     */
    CompletionStage<SearchResult> search(SearchQuery query, int most, Predicate<RoomName> visible);

    /** Returns the sentence for users of a server without search; empty if there is one. */
    default Optional<String> unavailable() {
        return Optional.empty();
    }

    /** Returns for how long a change of a room has not been followed; zero if all are. */
    default Duration lag() {
        return Duration.ZERO;
    }

    /** Returns a search that finds nothing. */
    static MessageSearch unavailable(String sentence) {
        return new MessageSearch() {
            @Override
            public CompletionStage<SearchResult> search(SearchQuery query, int most, Predicate<RoomName> visible) {
                return CompletableFuture.completedFuture(new SearchResult(List.of(), Set.of()));
            }

            @Override
            public Optional<String> unavailable() {
                return Optional.of(sentence);
            }
        };
    }
}
