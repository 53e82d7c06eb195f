package dev.parley.protocol;

import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.Refusal;

/** Encodes the responses of the history endpoint as JSON in UTF-8. */
public final class HistoryPageJson {

    private HistoryPageJson() {}

    /** Encodes a page of messages: {@code {messages: [said…], beginning}}. */
    public static byte[] history(MessageHistory.Page page) {
        boolean beginning =
                page.messages().isEmpty() || page.messages().get(0).position().seq() <= page.oldest();
        return Json.object(json -> {
            json.writeArrayPropertyStart("messages");
            for (Message message : page.messages()) {
                json.writeStartObject();
                JsonEventEncoder.said(json, message);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeBooleanProperty("beginning", beginning);
        });
    }

    /** Encodes a refusal: {@code {code, sentence}}. */
    public static byte[] problem(Refusal refusal) {
        return Json.object(json -> {
            json.writeStringProperty("code", refusal.code());
            json.writeStringProperty("sentence", refusal.sentence());
        });
    }
}
