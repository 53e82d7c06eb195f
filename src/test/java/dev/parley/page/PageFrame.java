package dev.parley.page;

import java.util.LinkedHashMap;
import java.util.Map;

/** A frame received from the page. */
record PageFrame(String command, Map<String, String> headers, String body) {

    static PageFrame parse(String text) {
        String[] parts = text.substring(0, text.length() - 1).split("\n\n", 2);
        String[] lines = parts[0].split("\r?\n", -1);
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            String[] header = lines[i].split(":", 2);
            headers.putIfAbsent(header[0], header[1].replace("\\c", ":"));
        }
        return new PageFrame(lines[0], headers, parts.length > 1 ? parts[1] : "");
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }
}
