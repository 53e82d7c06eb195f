package dev.parley.chat.session;

import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.search.MessageSearch;
import dev.parley.chat.search.SearchParser;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;

/**
 * The searches of users, of bots and of the operator. A search covers the rooms that the user may enter or the key reads. The number of
 * searches at once is limited; the transports limit those of each user, as for commands. Thread-safe; nothing blocks.
 */
public final class MessageSearches {

    /** The searches at once, of which most wait. */
    private static final int MOST_AT_ONCE = 16;

    /** The searches at once of a user or a key, so that no user has the searches of all others refused. */
    static final int MOST_PER_CLIENT = 2;

    /** The client of searches of the console. */
    private static final String CONSOLE = "";

    private final MessageSearch search;
    private final ZoneId zone;
    private final ConcurrencyLimit running = new ConcurrencyLimit(MOST_AT_ONCE, MOST_PER_CLIENT);

    MessageSearches(MessageSearch search, ZoneId zone) {
        this.search = search;
        this.zone = zone;
    }

    /**
     * Searches for a user.
     *
     * @param typed the search as typed
     * @param most the most messages
     * @return never fails
     */
    public CompletionStage<SearchAnswer> search(Session session, String typed, int most) {
        Optional<Refusal> refusal = session.check(UserAction.SEARCH_MESSAGES);
        return refusal.isPresent()
                ? CompletableFuture.completedFuture(SearchAnswer.refused(session.refused(null, refusal.get())))
                : search(
                        typed,
                        most,
                        session.user().id(),
                        room -> session.chatServer()
                                .roomAccess()
                                .isOpenTo(room, session.user().id()));
    }

    /**
     * Searches for a client without a connection, whose action {@link UserAction#SEARCH_MESSAGES} is checked before.
     *
     * @param typed the search as typed
     * @param most the most messages
     * @return never fails
     */
    public CompletionStage<SearchAnswer> search(KeyHolder client, String typed, int most) {
        return search(
                typed, most, client.limitKey(), room -> client.checkRoom(room).isEmpty());
    }

    /** Searches for the operator at the console. */
    public CompletionStage<SearchAnswer> search(String typed, int most) {
        return search(typed, most, CONSOLE, room -> true);
    }

    private CompletionStage<SearchAnswer> search(String typed, int most, String client, Predicate<RoomName> visible) {
        Optional<String> unavailable = search.unavailable();
        if (unavailable.isPresent()) {
            return answer(Refusal.searchUnavailable(unavailable.get()));
        }
        SearchParser.Parsed parsed = new SearchParser(zone).parse(typed);
        if (parsed.query() == null) {
            return answer(Refusal.searchInvalid(String.valueOf(parsed.problem())));
        }
        if (running.tryStart(client) != ConcurrencyLimit.Attempt.STARTED) {
            return answer(Refusal.busy());
        }
        return search.search(parsed.query(), most, visible).handle((result, failure) -> {
            running.end(client);
            return failure == null ? new SearchAnswer(result, null) : SearchAnswer.refused(refusal(failure));
        });
    }

    private static Refusal refusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RejectedExecutionException ? Refusal.busy() : Refusal.historyUnreadable();
    }

    private static CompletionStage<SearchAnswer> answer(Refusal refusal) {
        return CompletableFuture.completedFuture(SearchAnswer.refused(refusal));
    }

    /** Returns for how long a change of a room has not been in the results. */
    public Duration lag() {
        return search.lag();
    }
}
