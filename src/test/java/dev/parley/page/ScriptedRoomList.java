package dev.parley.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The list of rooms of a {@link ScriptedPageServer}: the first 100 rooms, and all others by a search. */
final class ScriptedRoomList {

    private static final int PAGE = 100;

    private final List<Map<String, Object>> rooms = new ArrayList<>(List.of(
            Map.of("name", "lobby", "topic", "Everyone starts here", "people", 3),
            Map.of("name", "java", "topic", "", "people", 2)));

    /** Adds rooms {@code PREFIX-1} and so on. */
    void add(String prefix, int count) {
        IntStream.rangeClosed(1, count)
                .mapToObj(number -> Map.<String, Object>of("name", prefix + "-" + number, "topic", "", "people", 1))
                .forEach(rooms::add);
    }

    /** Returns the event that a subscription begins with. */
    Map<String, Object> snapshot() {
        return Map.of(
                "type",
                "rooms",
                "total",
                rooms.size(),
                "rooms",
                rooms.stream().limit(PAGE).toList());
    }

    /** Returns the answer to a search. */
    Map<String, Object> find(String receipt, String text) {
        List<Map<String, Object>> found = rooms.stream()
                .filter(room -> nameOf(room).contains(text))
                .sorted(Comparator.comparing(
                                (Map<String, Object> room) -> !nameOf(room).startsWith(text))
                        .thenComparing(ScriptedRoomList::nameOf))
                .toList();
        List<Map<String, Object>> page = found.stream().limit(PAGE).toList();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("receipt", receipt);
        answer.put("text", text);
        answer.put("rooms", page);
        answer.put("total", found.size());
        answer.put("next", page.size() < found.size() ? nameOf(page.get(page.size() - 1)) : null);
        return answer;
    }

    private static String nameOf(Map<String, Object> room) {
        return String.valueOf(room.get("name"));
    }
}
