package dev.parley.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * A message in the format of Slack's incoming webhooks, as text: its blocks, or its text if they show none, and then its
 * attachments. Colours, images and buttons without a text are left out. Stateless.
 */
final class SlackMessage {

    /** A link or mention in angle brackets, with a label after the bar. */
    private static final Pattern BRACKETS = Pattern.compile("<([^<>|\\s][^<>|\\n]*)(?:\\|([^<>\n]*))?>");

    private SlackMessage() {}

    static String text(JsonNode message) {
        String blocks = blocks(message.path("blocks"));
        String head = blocks.isBlank() ? readable(IncomingText.text(message, "text")) : blocks;
        List<String> parts = new ArrayList<>(List.of(head));
        for (JsonNode attachment : message.path("attachments")) {
            parts.add(attachment(attachment));
        }
        return joined(parts, "\n");
    }

    private static String joined(List<String> parts, String separator) {
        return parts.stream().filter(part -> !part.isBlank()).collect(Collectors.joining(separator));
    }

    private static String attachment(JsonNode attachment) {
        List<String> parts = new ArrayList<>();
        parts.add(readable(IncomingText.text(attachment, "pretext")));
        parts.add(readable(IncomingText.text(attachment, "author_name")));
        parts.add(link(readable(IncomingText.text(attachment, "title")), IncomingText.text(attachment, "title_link")));
        parts.add(readable(IncomingText.text(attachment, "text")));
        for (JsonNode field : attachment.path("fields")) {
            parts.add(joined(
                    List.of(readable(IncomingText.text(field, "title")), readable(IncomingText.text(field, "value"))),
                    ": "));
        }
        parts.add(blocks(attachment.path("blocks")));
        String whole = joined(parts, "\n");
        return whole.isBlank() ? readable(IncomingText.text(attachment, "fallback")) : whole;
    }

    private static String blocks(JsonNode blocks) {
        List<String> parts = new ArrayList<>();
        for (JsonNode block : blocks) {
            parts.add(block(block));
        }
        return joined(parts, "\n");
    }

    private static String block(JsonNode block) {
        List<String> parts = new ArrayList<>();
        parts.add(readable(IncomingText.text(block, "text", "text")));
        parts.add(readable(IncomingText.text(block, "title", "text")));
        for (JsonNode field : block.path("fields")) {
            parts.add(readable(IncomingText.text(field, "text")));
        }
        boolean isRich = IncomingText.text(block, "type").equals("rich_text");
        List<String> elements = new ArrayList<>();
        for (JsonNode element : block.path("elements")) {
            elements.add(isRich ? rich(element) : element(element));
        }
        parts.add(joined(elements, isRich ? "\n" : " "));
        return joined(parts, "\n");
    }

    /** Returns a part of a context, or a button. */
    private static String element(JsonNode element) {
        String text = IncomingText.text(element, "text");
        return link(
                readable(text.isEmpty() ? IncomingText.text(element, "text", "text") : text),
                IncomingText.text(element, "url"));
    }

    private static String rich(JsonNode element) {
        return switch (IncomingText.text(element, "type")) {
            case "rich_text_list" -> list(element, "\n", "• ");
            case "link" -> link(IncomingText.text(element, "text"), IncomingText.text(element, "url"));
            case "user" -> "@" + IncomingText.text(element, "user_id");
            case "channel" -> "#" + IncomingText.text(element, "channel_id");
            case "broadcast" -> "@" + IncomingText.text(element, "range");
            case "emoji" -> ":" + IncomingText.text(element, "name") + ":";
            case "text" -> IncomingText.text(element, "text");
            default -> list(element, "", "");
        };
    }

    private static String list(JsonNode element, String separator, String mark) {
        List<String> parts = new ArrayList<>();
        for (JsonNode part : element.path("elements")) {
            parts.add(mark + rich(part));
        }
        return String.join(separator, parts);
    }

    private static String link(String label, String url) {
        if (url.isEmpty() || label.equals(url)) {
            return label.isEmpty() ? url : label;
        }
        return label.isEmpty() ? url : label + " (" + url + ")";
    }

    /** Returns a text without Slack's syntax for links and mentions, and without its 3 escapes. */
    static String readable(String text) {
        Matcher matcher = BRACKETS.matcher(text);
        return matcher.replaceAll(found ->
                        Matcher.quoteReplacement(bracket(found.group(1), found.group(2) == null ? "" : found.group(2))))
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    private static String bracket(String target, String label) {
        return switch (target.charAt(0)) {
            case '@', '#' -> label.isEmpty() ? target : target.charAt(0) + label;
            case '!' -> label.isEmpty() ? "@" + target.substring(1) : label;
            default -> target.startsWith("mailto:") && !label.isEmpty() ? label : link(label, target);
        };
    }
}
