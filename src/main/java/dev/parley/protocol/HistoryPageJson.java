package dev.parley.protocol;

import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.Refusal;
import java.util.List;
import java.util.function.Predicate;

/** Encodes the responses of the history endpoint as JSON in UTF-8. */
public final class HistoryPageJson {

    private record PageJson(List<EntryJson.SaidJson> messages, boolean beginning) {}

    private record ProblemJson(String code, String sentence) {}

    private HistoryPageJson() {}

    /**
     * Encodes a page of messages: {@code {messages: [said…], beginning}}.
     *
     * @param limit the number of messages that was requested
     * @param byOperator returns whether an operator sent a message
     */
    public static byte[] history(MessageHistory.Page page, int limit, Predicate<Message> byOperator) {
        List<Message> messages = page.messages();
        // Before the first of fewer messages than requested there are at most changes.
        long first = messages.size() < limit
                ? page.oldest()
                : messages.get(0).position().seq();
        return Json.encode(new PageJson(
                messages.stream()
                        .map(message -> EntryJson.said(message, byOperator.test(message)))
                        .toList(),
                first <= page.oldest()));
    }

    /** Encodes a refusal: {@code {code, sentence}}. */
    public static byte[] problem(Refusal refusal) {
        return Json.encode(new ProblemJson(refusal.code(), refusal.sentence()));
    }
}
