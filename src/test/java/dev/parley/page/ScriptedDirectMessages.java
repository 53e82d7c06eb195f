package dev.parley.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The direct messages of a {@link ScriptedPageServer}, all of one user. */
final class ScriptedDirectMessages {

    private static final String EPOCH = "d1";

    private final List<Map<String, Object>> messages = new ArrayList<>();
    private final Map<String, Map<String, Object>> byReference = new TreeMap<>();

    /** Stores a message and returns its event. */
    Map<String, Object> store(@Nullable String reference, String from, String to, String text, Instant at) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", "direct");
        message.put("position", EPOCH + ":" + (messages.size() + 1));
        message.put("from", from);
        message.put("to", to);
        message.put("text", text);
        message.put("at", at.toString());
        messages.add(message);
        if (reference != null) {
            byReference.put(reference, message);
        }
        return message;
    }

    /** Returns the message stored with this reference; null if there is none. */
    @Nullable
    Map<String, Object> find(String reference) {
        return byReference.get(reference);
    }

    /** Returns the messages after a position, all if it is empty. */
    List<Map<String, Object>> after(String position) {
        int from = position.isEmpty() ? 0 : Integer.parseInt(position.substring(EPOCH.length() + 1));
        return List.copyOf(messages.subList(from, messages.size()));
    }
}
