package dev.parley.protocol;

import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.Refusal;
import java.util.List;

/** Encodes the responses of the history endpoint as JSON in UTF-8. */
public final class HistoryPageJson {

    private record PageJson(List<JsonEventEncoder.SaidJson> messages, boolean beginning) {}

    private record ProblemJson(String code, String sentence) {}

    private HistoryPageJson() {}

    /** Encodes a page of messages: {@code {messages: [said…], beginning}}. */
    public static byte[] history(MessageHistory.Page page) {
        boolean beginning =
                page.messages().isEmpty() || page.messages().get(0).position().seq() <= page.oldest();
        return Json.encode(new PageJson(
                page.messages().stream().map(JsonEventEncoder.SaidJson::of).toList(), beginning));
    }

    /** Encodes a refusal: {@code {code, sentence}}. */
    public static byte[] problem(Refusal refusal) {
        return Json.encode(new ProblemJson(refusal.code(), refusal.sentence()));
    }
}
