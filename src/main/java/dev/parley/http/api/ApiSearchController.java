package dev.parley.http.api;

import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.search.SearchResult;
import dev.parley.chat.session.SearchAnswer;
import dev.parley.protocol.ApiJson;
import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneOffset;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Searches for messages. */
@Controller
@RequestMapping(ApiFilter.ROOT)
class ApiSearchController {

    private static final int MOST = 50;

    private final ApiRequests requests;

    ApiSearchController(ApiRequests requests) {
        this.requests = requests;
    }

    /** Returns the newest messages that a search finds in the rooms that the client may read. */
    @GetMapping("/search")
    CompletionStage<ResponseEntity<byte[]>> messages(
            @RequestParam(name = "q", defaultValue = "") String query,
            @RequestParam(name = "limit", required = false) @Nullable String limit,
            HttpServletRequest request) {
        return requests.read(UserAction.SEARCH_MESSAGES, request, client -> {
            int most = RequestBodies.number("limit", limit, 1, MOST, MOST);
            if (query.isBlank()) {
                throw RefusedRequestException.of(Refusal.searchInvalid(
                        "The parameter q must have the words to search for, as in q=tea+from:ada+in:dev."));
            }
            return client.chatServer()
                    .messageSearches()
                    .search(client, query, most)
                    .thenApply(answer -> response(request, answer));
        });
    }

    private static ResponseEntity<byte[]> response(HttpServletRequest request, SearchAnswer answer) {
        SearchResult result = answer.result();
        if (result == null) {
            return Problems.of(answer.refusal() == null ? Refusal.historyUnreadable() : answer.refusal());
        }
        return ApiRequests.prefersText(request)
                ? ApiRequests.text(PlainText.found(result, ZoneOffset.UTC))
                : ApiRequests.json(ApiJson.found(result));
    }
}
