package dev.parley.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.chat.moderation.Sanction;
import dev.parley.chat.room.HistoryPages;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.Receipt;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RoomSummary;
import dev.parley.chat.search.SearchResult;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Encodes the responses of the HTTP API as JSON in UTF-8. */
public final class ApiJson {

    private record ProblemJson(
            String type,
            String title,
            int status,
            String detail,
            String code,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long retryAfterMs,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> suggestions) {}

    private record PageJson(List<EntryJson.SaidJson> messages, boolean beginning, boolean end) {}

    private record ReceiptJson(
            @Nullable String room,
            String position,
            String epoch,
            long seq,
            String at,
            @Nullable String reference) {}

    private record RoomsJson(
            List<RoomView.RoomJson> rooms,
            int total,
            @Nullable String next) {}

    /** A user who is online, with the rooms that the reader may see; {@code away} is empty if the user is not absent. */
    public record UserJson(
            String name,
            String via,
            long idle,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) String away,
            List<String> rooms) {}

    private record UsersJson(List<UserJson> users, boolean complete) {}

    private record FoundJson(List<SearchResultJson.HitJson> messages, List<String> notes) {}

    private record LinesJson(List<String> lines) {}

    private record SanctionsJson(List<SanctionJson> sanctions) {}

    private record SanctionJson(
            @Nullable String name,
            @Nullable String address,
            String since,
            @Nullable String until,
            String by,
            String reason) {}

    private ApiJson() {}

    /** Encodes a problem document (RFC 9457) with the code of a refusal as an extension. */
    public static byte[] problem(int status, String title, Refusal refusal) {
        return Json.encode(new ProblemJson(
                "about:blank",
                title,
                status,
                refusal.sentence(),
                refusal.code(),
                refusal.retryAfter() == null ? null : refusal.retryAfter().toMillis(),
                refusal.suggestions()));
    }

    /**
     * Encodes messages: {@code {messages: [said…], beginning, end}}.
     *
     * @param byOperator returns whether an operator sent a message
     */
    public static byte[] messages(HistoryPages.Result page, Predicate<Message> byOperator) {
        return Json.encode(new PageJson(
                page.messages().stream()
                        .map(message -> EntryJson.said(message, byOperator.test(message)))
                        .toList(),
                page.beginning(),
                page.end()));
    }

    /** Encodes the receipt of a message. */
    public static byte[] receipt(Receipt receipt) {
        return Json.encode(new ReceiptJson(
                receipt.room() == null ? null : receipt.room().text(),
                receipt.position().toString(),
                receipt.position().epoch(),
                receipt.position().seq(),
                Json.time(receipt.at()),
                receipt.reference() == null ? null : receipt.reference().id()));
    }

    /** Encodes all rooms of a reader: {@code {rooms: [{name, topic, people}…], total, next}}. */
    public static byte[] rooms(List<RoomSummary> rooms) {
        return Json.encode(new RoomsJson(RoomView.json(rooms), rooms.size(), null));
    }

    /** Encodes users: {@code {users: [{name, via, idle, away, rooms}…], complete}}. */
    public static byte[] users(List<UserJson> users, boolean complete) {
        return Json.encode(new UsersJson(users, complete));
    }

    /** Encodes the result of a search: {@code {messages: [{room, position, at, name, action, excerpt, marks}…], notes}}. */
    public static byte[] found(SearchResult result) {
        return Json.encode(new FoundJson(
                result.hits().stream().map(SearchResultJson.HitJson::of).toList(),
                result.notes().stream().map(SearchResult.Note::code).sorted().toList()));
    }

    /** Encodes the lines of a reply: {@code {lines: […]}}. */
    public static byte[] lines(List<String> lines) {
        return Json.encode(new LinesJson(lines));
    }

    /** Encodes bans or mutes: {@code {sanctions: [{name, address, since, until, by, reason}…]}}. */
    public static byte[] sanctions(List<Sanction> sanctions) {
        return Json.encode(
                new SanctionsJson(sanctions.stream().map(ApiJson::sanction).toList()));
    }

    private static SanctionJson sanction(Sanction sanction) {
        Instant until = sanction.until();
        return new SanctionJson(
                sanction.nickname() == null ? null : sanction.nickname().text(),
                sanction.address(),
                Json.time(sanction.since()),
                until == null ? null : Json.time(until),
                sanction.by().name(),
                sanction.reason());
    }
}
