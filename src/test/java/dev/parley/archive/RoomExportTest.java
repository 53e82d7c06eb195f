package dev.parley.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.room.Message;
import dev.parley.page.InjectionTexts;
import dev.parley.text.RoomName;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the formats of exported rooms. */
class RoomExportTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Pattern TAG = Pattern.compile("<[^>]*>");

    private static String export(ExportFormat format, List<Message> messages, String topic) {
        ExportWriter writer = format.writer(BERLIN);
        StringBuilder file = new StringBuilder(writer.begin(new RoomName("tea"), topic, SampleMessages.AT));
        messages.forEach(message -> file.append(writer.message(message)));
        return file.append(writer.end()).toString();
    }

    @Test
    void textHasADateAndAnOffsetInEachLineAndMessagesAsTheyAreNow() {
        assertThat(export(ExportFormat.TEXT, SampleMessages.ofEachKind(), "all about\ttea"))
                .isEqualTo("""
                        Parley room tea
                        Topic: all about tea
                        Exported: 2026-11-20 19:05:07 +01:00

                        2026-11-20 19:05:07 +01:00 [1] <ada> tea?
                            or coffee
                        2026-11-20 19:05:07 +01:00 [2] * bob waves
                        2026-11-20 19:05:07 +01:00 [3] <bob> yes, tea (edited by bob, 2026-11-20 19:06:07 +01:00)
                            in reply to [1] <ada> tea?
                            👍 ada and 2 more
                        2026-11-21 19:05:07 +01:00 [4] <ada> (deleted by bob, 2026-11-20 19:06:07 +01:00)
                            in reply to [0], which is no longer kept
                        """);
    }

    @Test
    void textNeverControlsATerminal() {
        String file = export(
                ExportFormat.TEXT,
                List.of(SampleMessages.everywhere(1, "a\u001b]0;owned\u0007\r\u202eb")),
                "\u001b[2J");

        assertThat(file).contains("\\x1b]0;owned\\x07");
        assertThat(file.codePoints().filter(c -> c != '\n' && Character.getType(c) == Character.CONTROL))
                .isEmpty();
    }

    @Test
    void jsonLinesHaveReactionsAndTheNumberOfTheMessageThatAReplyIsFor() {
        assertThat(export(ExportFormat.JSONL, SampleMessages.ofEachKind(), "").lines())
                .hasSize(5)
                .satisfies(lines -> assertThat(lines.get(3))
                        .contains(
                                "\"replyTo\":1", "\"reactions\":[{\"emoji\":\"👍\",\"count\":3,\"names\":[\"ada\"]}]"))
                .satisfies(lines -> assertThat(lines.get(1)).doesNotContain("replyTo", "reactions"));
    }

    @Test
    void pageHasASectionAndAnEntryOfTheIndexForEachDay() {
        String page = export(ExportFormat.HTML, SampleMessages.ofEachKind(), "all about tea");

        assertThat(page)
                .startsWith(ExportFormat.HTML.beginning())
                .contains("<h2>Friday, 20 November 2026</h2>", "<h2>Saturday, 21 November 2026</h2>")
                .contains("<li><a href=\"#d1\">2026-11-20</a></li>\n<li><a href=\"#d4\">2026-11-21</a></li>")
                .contains(
                        "<time datetime=\"2026-11-20T18:05:07.250Z\" title=\"2026-11-20 19:05:07 +01:00\">19:05</time>")
                .contains(
                        "<a href=\"#m1\"><bdi>ada</bdi>: tea?</a>",
                        "edited by <bdi>bob</bdi>",
                        "deleted by <bdi>bob</bdi>")
                .contains("<li title=\"ada and 2 more\">👍 3</li>", "a message that is no longer kept");
        assertThat(page).containsOnlyOnce("<section id=\"d1\">").containsOnlyOnce("<section id=\"d4\">");
    }

    @Test
    void pageAllowsItsStyleAndItsScriptByHashAndNothingElse() {
        String page = export(ExportFormat.HTML, SampleMessages.ofEachKind(), "");

        assertThat(page)
                .containsPattern("content=\"default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+';"
                        + " base-uri 'none'; form-action 'none'\"")
                .doesNotContainPattern("(src|href)=\"(?!#)");
        assertThat(page.indexOf("Content-Security-Policy")).isLessThan(page.indexOf("<style>"));
    }

    @Test
    void twoHundredInjectionTextsAddNoTag() {
        List<String> texts = InjectionTexts.all();
        String harmless = tags(export(ExportFormat.HTML, List.of(SampleMessages.everywhere(1, "x")), "x"));

        assertThat(texts)
                .hasSize(200)
                .allSatisfy(text -> assertThat(
                                tags(export(ExportFormat.HTML, List.of(SampleMessages.everywhere(1, text)), text)))
                        .isEqualTo(harmless));
    }

    /** Returns the names of the tags of a page with the names of their attributes, outside of quoted values. */
    private static String tags(String page) {
        TreeSet<String> tags = new TreeSet<>();
        TAG.matcher(page.substring(page.indexOf("<header>"), page.indexOf("<script>")))
                .results()
                .map(MatchResult::group)
                .forEach(tag -> tags.add(tag.replaceAll("\"[^\"]*\"", "")));
        return tags.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<b>&amp;</b>|&lt;b&gt;&amp;amp;&lt;/b&gt;",
                "\" onload='x'|&quot; onload=&#39;x&#39;",
                "a\u0000b\u001bc\ufffed|a\ufffdb\ufffdc\ufffdd",
                "\ud800|\ufffd",
                "😀 ä|😀 ä",
            })
    void htmlIsEscapedForContentAndAttributes(String text, String escaped) {
        assertThat(Html.escape(text)).isEqualTo(escaped);
    }

    @ParameterizedTest
    @CsvSource({"a.jsonl,JSONL", "a.txt,TEXT", "a.HTML,HTML", "a.htm,HTML", "a,JSONL", "a.html.bak,JSONL"})
    void extensionOfAFileSelectsItsFormat(String file, ExportFormat format) {
        assertThat(ExportFormat.ofFile(file)).isEqualTo(format);
    }
}
