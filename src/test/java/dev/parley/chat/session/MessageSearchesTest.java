package dev.parley.chat.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.search.SearchResult;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Checks the number of searches at once. */
class MessageSearchesTest {

    private final TestChatServer server = new TestChatServer();
    private final List<CompletableFuture<SearchResult>> running = new ArrayList<>();
    private final MessageSearches searches = new MessageSearches(
            (query, most, visible) -> {
                CompletableFuture<SearchResult> result = new CompletableFuture<>();
                running.add(result);
                return result;
            },
            ZoneOffset.UTC);

    private static boolean isBusy(CompletionStage<SearchAnswer> answer) {
        CompletableFuture<SearchAnswer> future = answer.toCompletableFuture();
        return future.isDone()
                && future.join().refusal() != null
                && future.join().refusal().code().equals("busy");
    }

    @Test
    void searchesOfOneUserLeaveThoseOfOthers() {
        Session eve = server.joinLobby("eve").session();
        Session bob = server.joinLobby("bob").session();
        for (int i = 0; i < MessageSearches.MOST_PER_CLIENT; i++) {
            assertThat(isBusy(searches.search(eve, "tea", 10))).isFalse();
        }

        for (int i = 0; i < 100; i++) {
            assertThat(isBusy(searches.search(eve, "tea", 10))).isTrue();
        }
        assertThat(isBusy(searches.search(bob, "tea", 10))).isFalse();

        running.forEach(search -> search.complete(new SearchResult(List.of(), Set.of())));
        assertThat(isBusy(searches.search(eve, "tea", 10))).isFalse();
    }
}
