package dev.parley.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** An event of a GitHub repository, as text. Stateless. */
final class GitHubEvent {

    private static final int MOST_COMMITS = 5;
    private static final int SHORT_ID = 7;
    private static final int MAX_TITLE = 100;

    private GitHubEvent() {}

    /** Returns the text of a push, of a published release, or of a ping; empty for any other event. */
    static Optional<String> text(String event, JsonNode payload) {
        String text = switch (event) {
            case "push" -> push(payload);
            case "release" -> release(payload);
            case "ping" -> "is connected. " + IncomingText.text(payload, "zen");
            default -> "";
        };
        return text.isEmpty() ? Optional.empty() : Optional.of(repository(payload) + text.strip());
    }

    private static String repository(JsonNode payload) {
        String name = IncomingText.text(payload, "repository", "full_name");
        return name.isEmpty() ? "GitHub " : "[" + line(name) + "] ";
    }

    private static String push(JsonNode payload) {
        String who = line(IncomingText.text(payload, "pusher", "name"));
        String ref = line(IncomingText.text(payload, "ref"));
        boolean isTag = ref.startsWith("refs/tags/");
        String name = (isTag ? "the tag " : "the branch ") + ref.replaceFirst("^refs/(heads|tags)/", "");
        if (payload.path("deleted").booleanValue(false)) {
            return who + " deleted " + name;
        }
        List<JsonNode> commits = new ArrayList<>();
        payload.path("commits").forEach(commits::add);
        String url = line(IncomingText.text(payload, "compare"));
        String address = url.isEmpty() ? "" : ": " + url;
        if (commits.isEmpty()) {
            boolean isNew = payload.path("created").booleanValue(false);
            return who + (isNew ? " created " : " pushed no commits to ") + name + address;
        }
        StringBuilder text = new StringBuilder(who + " pushed "
                + (commits.size() == 1 ? "1 commit" : commits.size() + " commits") + " to " + name + address);
        for (JsonNode commit : commits.subList(0, Math.min(MOST_COMMITS, commits.size()))) {
            String id = line(IncomingText.text(commit, "id"));
            text.append("\n- ")
                    .append(id, 0, Math.min(SHORT_ID, id.length()))
                    .append(' ')
                    .append(line(IncomingText.text(commit, "message")))
                    .append(" (")
                    .append(line(IncomingText.text(commit, "author", "name")))
                    .append(')');
        }
        if (commits.size() > MOST_COMMITS) {
            text.append("\n- … and ").append(commits.size() - MOST_COMMITS).append(" more");
        }
        return text.toString();
    }

    private static String release(JsonNode payload) {
        if (!IncomingText.text(payload, "action").equals("published")) {
            return "";
        }
        JsonNode release = payload.path("release");
        String tag = line(IncomingText.text(release, "tag_name"));
        String name = line(IncomingText.text(release, "name"));
        return line(IncomingText.text(payload, "sender", "login")) + " published "
                + (release.path("prerelease").booleanValue(false) ? "the pre-release " : "the release ") + tag
                + (name.isEmpty() || name.equals(tag) ? "" : " (" + name + ")") + ": "
                + line(IncomingText.text(release, "html_url"));
    }

    /** Returns the first line, at most {@value #MAX_TITLE} characters. */
    private static String line(String text) {
        String first = text.lines().findFirst().orElse("").strip();
        return first.codePointCount(0, first.length()) <= MAX_TITLE
                ? first
                : first.substring(0, first.offsetByCodePoints(0, MAX_TITLE)) + "…";
    }
}
