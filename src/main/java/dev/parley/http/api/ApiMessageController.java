package dev.parley.http.api;

import dev.parley.chat.moderation.UserAction;
import dev.parley.chat.room.HistoryPages;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.Reference;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RequestResult;
import dev.parley.http.api.RequestBodies.MessageBody;
import dev.parley.protocol.ApiJson;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Reads, publishes and changes messages. */
@Controller
@RequestMapping(ApiFilter.ROOT)
class ApiMessageController {

    private static final int USUAL = 50;
    private static final int MOST = 200;

    private final ApiRequests requests;

    ApiMessageController(ApiRequests requests) {
        this.requests = requests;
    }

    /** Returns the latest messages, or those before, after or around a position. */
    @GetMapping("/rooms/{room}/messages")
    CompletionStage<ResponseEntity<byte[]>> messages(
            @PathVariable("room") String room,
            @RequestParam(name = "before", required = false) @Nullable String before,
            @RequestParam(name = "after", required = false) @Nullable String after,
            @RequestParam(name = "around", required = false) @Nullable String around,
            @RequestParam(name = "limit", required = false) @Nullable String limit,
            HttpServletRequest request) {
        return requests.read(UserAction.READ_HISTORY, request, client -> {
            int most = RequestBodies.number("limit", limit, 1, MOST, USUAL);
            if (Stream.of(before, after, around).filter(Objects::nonNull).count() > 1) {
                throw RefusedRequestException.malformed("Use at most one of before, after and around.");
            }
            HistoryPages pages = ApiRequests.find(client, room).historyPages();
            CompletionStage<HistoryPages.Result> page = before != null
                    ? pages.before(position("before", before), most)
                    : after != null
                            ? pages.after(position("after", after), most)
                            : around != null ? pages.around(position("around", around), most) : pages.latest(most);
            return page.thenApply(result -> ApiRequests.prefersText(request)
                    ? ApiRequests.text(PlainText.page(result.messages(), ZoneOffset.UTC))
                    : ApiRequests.json(
                            ApiJson.messages(result, client.chatServer().operators()::isByOperator)));
        });
    }

    /** Publishes a message. */
    @PostMapping("/rooms/{room}/messages")
    CompletionStage<ResponseEntity<byte[]>> publish(@PathVariable("room") String room, HttpServletRequest request) {
        return requests.send(request, client -> {
            RoomName name = ApiRequests.roomName(room);
            Reference reference = RequestBodies.reference(request);
            MessageBody body = RequestBodies.message(request);
            return client.send(
                            messages -> messages.publish(name, body.text(), body.action(), reference, body.replyTo()))
                    .thenApply(result -> response(
                            result,
                            receipt -> ApiRequests.json(receipt.repeated() ? HttpStatus.OK : HttpStatus.CREATED)
                                    .header(
                                            HttpHeaders.LOCATION,
                                            request.getContextPath() + ApiFilter.ROOT + "/rooms/" + name
                                                    + "/messages?limit=1&around=" + receipt.position())));
        });
    }

    /** Replaces the text of a message. */
    @PutMapping("/rooms/{room}/messages/{seq}")
    CompletionStage<ResponseEntity<byte[]>> edit(
            @PathVariable("room") String room, @PathVariable("seq") String seq, HttpServletRequest request) {
        return requests.send(request, client -> {
            RoomName name = ApiRequests.roomName(room);
            long target = RequestBodies.seq(seq);
            Reference reference = RequestBodies.reference(request);
            String text = RequestBodies.message(request).text();
            return client.send(messages -> messages.edit(name, target, text, reference))
                    .thenApply(result -> response(result, receipt -> ApiRequests.json(HttpStatus.OK)));
        });
    }

    /** Removes the text of a message. */
    @DeleteMapping("/rooms/{room}/messages/{seq}")
    CompletionStage<ResponseEntity<byte[]>> delete(
            @PathVariable("room") String room, @PathVariable("seq") String seq, HttpServletRequest request) {
        return requests.send(request, client -> {
            RoomName name = ApiRequests.roomName(room);
            long target = RequestBodies.seq(seq);
            Reference reference = RequestBodies.reference(request);
            return client.send(messages -> messages.delete(name, target, reference))
                    .thenApply(result -> response(result, receipt -> ApiRequests.json(HttpStatus.OK)));
        });
    }

    private static ResponseEntity<byte[]> response(
            RequestResult result, Function<Receipt, ResponseEntity.BodyBuilder> stored) {
        return result instanceof Receipt receipt
                ? stored.apply(receipt).body(ApiJson.receipt(receipt))
                : Problems.of(result instanceof Refusal refusal ? refusal : Refusal.noSuchMessage());
    }

    private static Position position(String name, String written) {
        return Position.parse(written)
                .orElseThrow(() -> RefusedRequestException.malformed(
                        "The parameter " + name + " must be a position in the form EPOCH:SEQ."));
    }
}
