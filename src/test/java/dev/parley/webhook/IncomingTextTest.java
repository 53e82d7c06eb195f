package dev.parley.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the texts of requests to incoming webhooks. */
class IncomingTextTest {

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int LONGEST = 500;

    private static final String PUSH = """
        {"ref": "refs/heads/main", "compare": "https://github.com/o/r/compare/a...b", "created": false, "deleted": false,
         "repository": {"full_name": "o/r"}, "pusher": {"name": "ada"},
         "commits": [
           {"id": "0123456789abcdef", "message": "Fix the build\\n\\nLong story", "author": {"name": "Ada"}},
           {"id": "fedcba9876543210", "message": "Add tea", "author": {"name": "Bob"}}]}
        """;

    private static final String RELEASE = """
        {"action": "published", "repository": {"full_name": "o/r"}, "sender": {"login": "ada"},
         "release": {"tag_name": "v1.2", "name": "Tea time", "html_url": "https://github.com/o/r/releases/v1.2"}}
        """;

    private static final String BLOCKS = """
        {"text": "fallback", "username": "CI", "icon_emoji": ":robot:", "blocks": [
          {"type": "header", "text": {"type": "plain_text", "text": "Build 7"}},
          {"type": "divider"},
          {"type": "section", "text": {"type": "mrkdwn", "text": "It <https://ci.example/7|failed>"},
           "fields": [{"type": "mrkdwn", "text": "*Branch*"}, {"type": "mrkdwn", "text": "main"}]},
          {"type": "context", "elements": [{"type": "mrkdwn", "text": "by ada"}, {"type": "image", "image_url": "x"}]},
          {"type": "actions", "elements": [
            {"type": "button", "text": {"type": "plain_text", "text": "Open"}, "url": "https://ci.example"}]},
          {"type": "rich_text", "elements": [
            {"type": "rich_text_section", "elements": [
              {"type": "text", "text": "hi "}, {"type": "link", "url": "https://a.example", "text": "a"},
              {"type": "emoji", "name": "tea"}]},
            {"type": "rich_text_list", "elements": [
              {"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]},
              {"type": "rich_text_section", "elements": [{"type": "text", "text": "two"}]}]}]}],
         "attachments": [
          {"pretext": "before", "title": "T", "title_link": "https://t.example", "text": "x &lt; y",
           "fields": [{"title": "State", "value": "red", "short": true}], "color": "danger"},
          {"fallback": "only this"}]}
        """;

    private static Optional<String> read(@Nullable String type, @Nullable String event, String body)
            throws IncomingText.UnreadableException {
        return IncomingText.read(type, event, body.getBytes(UTF_8), LONGEST);
    }

    @Test
    void plainTextIsTheMessage() throws Exception {
        assertThat(read("text/plain; charset=utf-8", null, "Grüße\nzwei\n")).hasValue("Grüße\nzwei");
        assertThat(read(null, null, "hello")).hasValue("hello");
        assertThat(read(FORM, null, "sent with curl -d & more")).hasValue("sent with curl -d & more");
    }

    @Test
    void textOfSlackIsTheMessageInJsonAndInAForm() throws Exception {
        assertThat(read(JSON, null, "{\"text\": \"hello\", \"username\": \"CI\"}"))
                .hasValue("hello");
        assertThat(read("application/json; charset=utf-8", null, "{\"text\": \"hello\"}"))
                .hasValue("hello");
        assertThat(read(FORM, null, "payload=" + URLEncoder.encode("{\"text\": \"a & b\"}", UTF_8)))
                .hasValue("a & b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "see <https://x.example|the page> → see the page (https://x.example)",
                "see <https://x.example> → see https://x.example",
                "<https://x.example|https://x.example> → https://x.example",
                "<mailto:a@x.example|a@x.example> → a@x.example",
                "<@U123> and <@U123|bob> → @U123 and @bob",
                "<#C1|general> → #general",
                "<!here> <!channel> <!subteam^S1|@team> → @here @channel @team",
                "<!date^1392734382^{date}|Feb 18> → Feb 18",
                "a &lt;b&gt; &amp;amp; c → a <b> &amp; c",
                "&lt;https://x|y&gt; → <https://x|y>",
                "1 < 2 > 0 → 1 < 2 > 0"
            })
    void syntaxOfSlackBecomesReadable(String slack, String text) {
        assertThat(SlackMessage.readable(slack)).isEqualTo(text);
    }

    @Test
    void blocksAndAttachmentsBecomeLines() throws Exception {
        assertThat(read(JSON, null, BLOCKS)).hasValue("""
            Build 7
            It failed (https://ci.example/7)
            *Branch*
            main
            by ada
            Open (https://ci.example)
            hi a (https://a.example):tea:
            • one
            • two
            before
            T (https://t.example)
            x < y
            State: red
            only this\
            """);
    }

    @Test
    void pushOfGitHubIsAList() throws Exception {
        String text = """
            [o/r] ada pushed 2 commits to the branch main: https://github.com/o/r/compare/a...b
            - 0123456 Fix the build (Ada)
            - fedcba9 Add tea (Bob)\
            """;
        assertThat(read(JSON, "push", PUSH)).hasValue(text);
        assertThat(read(FORM, "push", "payload=" + URLEncoder.encode(PUSH, UTF_8)))
                .hasValue(text);
    }

    @Test
    void pushOfManyCommitsIsShortened() throws Exception {
        String commits = "{\"id\": \"0123456789\", \"message\": \"m\", \"author\": {\"name\": \"a\"}},".repeat(19);
        String push = PUSH.replace("\"commits\": [", "\"commits\": [" + commits);

        assertThat(read(JSON, "push", push).orElseThrow().lines())
                .hasSize(7)
                .endsWith("- … and 16 more")
                .first()
                .asString()
                .contains("21 commits");
    }

    @Test
    void deletedAndCreatedBranchesAreNamed() throws Exception {
        assertThat(read(JSON, "push", "{\"ref\":\"refs/heads/x\",\"deleted\":true,\"pusher\":{\"name\":\"ada\"}}"))
                .hasValue("GitHub ada deleted the branch x");
        assertThat(read(JSON, "push", "{\"ref\":\"refs/tags/v1\",\"created\":true,\"pusher\":{\"name\":\"ada\"}}"))
                .hasValue("GitHub ada created the tag v1");
    }

    @Test
    void releaseAndPingOfGitHubAreOneLine() throws Exception {
        assertThat(read(JSON, "release", RELEASE))
                .hasValue("[o/r] ada published the release v1.2 (Tea time): https://github.com/o/r/releases/v1.2");
        assertThat(read(JSON, "ping", "{\"zen\": \"Keep it simple.\", \"repository\": {\"full_name\": \"o/r\"}}"))
                .hasValue("[o/r] is connected. Keep it simple.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"issues", "star", "workflow_run", "", "PUSH"})
    void otherEventOfGitHubMakesNoMessage(String event) throws Exception {
        assertThat(read(JSON, event, PUSH)).isEmpty();
        assertThat(read(JSON, "release", RELEASE.replace("published", "created")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "7", "\"text\"", "{", "{\"text\": \"a\"", "{\"text\": \"a\"} x"})
    void bodyThatIsNotOneJsonObjectIsUnreadable(String body) {
        assertThatThrownBy(() -> read(JSON, null, body)).isInstanceOf(IncomingText.UnreadableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"text\": \"\"}", "{\"text\": \"  \"}", "{\"text\": 7}", "{\"blocks\": {}}"})
    void messageWithoutATextIsUnreadable(String body) {
        assertThatThrownBy(() -> read(JSON, null, body)).hasMessageStartingWith("The request has no text.");
    }

    @Test
    void bodyThatIsNotUtf8IsUnreadable() {
        assertThatThrownBy(() -> IncomingText.read("text/plain", null, new byte[] {(byte) 0xC3, 'x'}, LONGEST))
                .hasMessage("The body must be UTF-8.");
    }

    @Test
    void deepJsonIsUnreadable() {
        String deep = "{\"text\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";

        assertThatThrownBy(() -> read(JSON, null, deep)).isInstanceOf(IncomingText.UnreadableException.class);
    }

    @Test
    void longTextIsCutWithAnEllipsis() throws Exception {
        assertThat(read(null, null, "🦉".repeat(LONGEST))).hasValue("🦉".repeat(LONGEST));
        assertThat(read(null, null, "🦉".repeat(LONGEST + 1))).hasValue("🦉".repeat(LONGEST - 1) + "…");
        assertThat(read(null, null, "a\r\n".repeat(100) + "b").orElseThrow().lines())
                .hasSize(100)
                .endsWith("a", "…");
        assertThat(read(null, null, "a\u2028".repeat(99) + "b").orElseThrow().lines())
                .hasSize(100)
                .endsWith("b");
    }

    @Test
    void mutatedRequestsAreReadOrUnreadableAndNothingElse() {
        Random random = new Random(19);
        List<String> samples = List.of(PUSH, RELEASE, BLOCKS, "{\"text\": \"<https://x|y> &lt;\"}", "payload=%7B%7D");
        List<@Nullable String> types = Arrays.asList(JSON, FORM, "text/plain", null, "a;b", ";", "x/y+json");
        List<@Nullable String> events = Arrays.asList("push", "release", "ping", "other", null, null);
        int read = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] body = samples.get(random.nextInt(samples.size())).getBytes(UTF_8);
            for (int change = random.nextInt(4); change > 0; change--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            try {
                Optional<String> text = IncomingText.read(
                        types.get(random.nextInt(types.size())),
                        events.get(random.nextInt(events.size())),
                        body,
                        LONGEST);
                read += text.isPresent() ? 1 : 0;
                text.ifPresent(found ->
                        assertThat(found.codePointCount(0, found.length())).isBetween(1, LONGEST));
            } catch (IncomingText.UnreadableException ignored) {
                // as it should be
            }
        }
        assertThat(read).isBetween(1_000, 19_000);
    }
}
