package dev.parley.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.text.VisibleText;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the text of a message from a request to an incoming webhook: JSON in the format of Slack, an event of GitHub, or plain
 * text. Stateless.
 */
public final class IncomingText {

    /** The most lines of a message. */
    static final int MAX_LINES = 100;

    private static final String PAYLOAD = "payload=";
    private static final int MAX_DEPTH = 64;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .build();

    private IncomingText() {}

    /** Thrown when a request cannot be read; the message is a sentence. */
    public static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Reads a text.
     *
     * @param contentType the header Content-Type; null if it is missing
     * @param event the header X-GitHub-Event; null if it is missing
     * @param longest the most characters of a message; a longer text is cut, and ends with an ellipsis
     * @return the text; empty for an event that makes no message
     */
    public static Optional<String> read(@Nullable String contentType, @Nullable String event, byte[] body, int longest)
            throws UnreadableException {
        String type =
                contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        String text = decoded(body);
        boolean isForm = type.equals("application/x-www-form-urlencoded") && text.startsWith(PAYLOAD);
        String payload = isForm ? field(text) : text;
        boolean isJson = isForm || type.equals("application/json") || type.endsWith("+json");
        Optional<String> found;
        if (event != null) {
            found = GitHubEvent.text(event, object(payload));
        } else {
            found = Optional.of(isJson ? SlackMessage.text(object(payload)) : payload.stripTrailing());
        }
        if (found.isPresent() && !VisibleText.isVisible(found.get())) {
            throw new UnreadableException("The request has no text. Send {\"text\": \"…\"} or plain text.");
        }
        return found.map(whole -> cut(whole, longest));
    }

    private static String decoded(byte[] body) throws UnreadableException {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new UnreadableException("The body must be UTF-8.");
        }
    }

    /** Returns the first field of a form. */
    private static String field(String form) throws UnreadableException {
        try {
            return URLDecoder.decode(form.substring(PAYLOAD.length()).split("&", 2)[0], UTF_8);
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("The field payload of the form is not percent-encoded.");
        }
    }

    private static JsonNode object(String json) throws UnreadableException {
        try {
            JsonNode node = JSON.readTree(json);
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException ignored) {
            // refused below
        }
        throw new UnreadableException("The body must be one JSON object, such as {\"text\": \"hello\"}.");
    }

    /** Returns a text with at most {@code longest} characters and {@value #MAX_LINES} lines. */
    static String cut(String text, int longest) {
        String normal = text.replace("\r\n", "\n").replaceAll("[\r\u000B\f\u0085\u2028\u2029]", "\n");
        String[] lines = normal.split("\n", -1);
        String fewer = lines.length <= MAX_LINES
                ? normal
                : String.join("\n", Arrays.copyOf(lines, MAX_LINES - 1)).stripTrailing() + "\n…";
        return fewer.codePointCount(0, fewer.length()) <= longest
                ? fewer
                : fewer.substring(0, fewer.offsetByCodePoints(0, longest - 1)) + "…";
    }

    /** Returns a field that is a text; empty if it is missing or another value. */
    static String text(JsonNode node, String... path) {
        JsonNode found = node;
        for (String name : path) {
            found = found.path(name);
        }
        return found.isString() ? found.stringValue() : "";
    }
}
