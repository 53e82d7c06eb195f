package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.integration.Tab;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks that texts of users are never executed, wherever the page shows them. */
@Tag("waits")
@Tag("full")
class InjectionIT extends PageTestBase {

    @Test
    void twoHundredInjectionTextsHaveNoEffect() {
        List<String> texts = InjectionTexts.all();
        assertThat(texts).hasSize(200).doesNotHaveDuplicates();
        context.addInitScript("window.hits = 0; window.hit = () => window.hits++;");
        Tab page = ada();
        List<String> dialogs = new ArrayList<>();
        page.page().onDialog(dialog -> {
            dialogs.add(dialog.message());
            dialog.dismiss();
        });

        texts.forEach(text -> server.publish("lobby", text, text));
        assertThat(page.texts()).hasCount(texts.size());
        assertThat(page.transcript())
                .isEqualTo(texts.stream().map(InjectionIT::rendered).toList());
        sendAsTopicsAndUsers(texts);
        sendAsRooms(texts);
        typeAsCommands(page, texts);
        sendAsDirectMessages(page, texts);
        page.page().keyboard().press("Control+k");

        assertThat(page.page().evaluate("() => window.hits")).isEqualTo(0);
        assertThat(dialogs).isEmpty();
        assertThat(
                        page.page()
                                .locator(
                                        "script:not([src]), #chat iframe, #chat img:not(#viewed-image), #chat object, #chat video, #chat form:not("
                                                + "#composer, #message-search-form, #server-form, #nickname-form, #absence-form, .action-form), #chat details, #chat link, #chat meta, #chat math, #chat [onload]"))
                .hasCount(0);
        assertThat(page.page().locator("#chat svg[onload], #chat a[href^='javascript' i], #chat a[href^='data' i]"))
                .hasCount(0);
        assertThat(page.page().title()).isNotEqualTo("owned");
        page.assertNoErrors();
    }

    /** Removes the markup that is not shown: the fences of a block, the signs of code, bold and italic. */
    private static String rendered(String text) {
        if (text.startsWith("```")) {
            return text.replaceFirst("```html\n", "").replaceFirst("\n```$", "");
        }
        boolean marked = text.startsWith("`") || text.startsWith("*") || text.startsWith("_");
        return marked ? text.substring(1, text.length() - 1) : text;
    }

    private void sendAsTopicsAndUsers(List<String> texts) {
        for (String text : texts) {
            server.sendEvent("lobby", Map.of("type", "typing", "name", text));
            server.sendEvent("lobby", Map.of("type", "topic", "text", text, "by", text, "at", "2026-11-20T14:03:00Z"));
            server.sendEvent(
                    "lobby", Map.of("type", "joined", "name", text, "via", text, "at", "2026-11-20T14:03:00Z"));
        }
    }

    private void sendAsRooms(List<String> texts) {
        server.sendRoomList(texts.stream()
                .map(text -> Map.<String, Object>of("name", text, "topic", text, "people", 1))
                .toList());
    }

    private static void typeAsCommands(Tab page, List<String> texts) {
        page.page().evaluate("""
                texts => {
                  const box = document.getElementById('message');
                  for (const line of texts.flatMap((text) => [`/join ${text}`, `/${text}`])) {
                    box.value = line;
                    box.dispatchEvent(new Event('input', { bubbles: true }));
                    box.form.requestSubmit();
                  }
                }""", texts);
    }

    private void sendAsDirectMessages(Tab page, List<String> texts) {
        for (String text : texts) {
            server.sendDirect(text, "ada", text);
            server.sendToQueue("answers", Map.of("receipt", "none", "command", text, "lines", List.of(text)));
        }
        assertThat(page.page().locator("#direct-list li")).hasCount(texts.size());
    }

    @Test
    void injectedRoomInTheAddressOpensTheLobby() {
        Tab page = page("/?room=%22%3E%3Cscript%3Ehit()%3C/script%3E").join("ada");
        assertThat(page.log("lobby")).isAttached();
        page.assertNoErrors();
    }

    @Test
    void injectedNicknameIsShownAsText() {
        Tab page = page("/");
        for (String text : List.of("<b>x</b>", "<i/onx=1>", "'\"><x>")) {
            page.nameBox().fill(text);
            server.refuseNextLogin(Map.of(
                    "code", "name-invalid", "sentence", "“" + text + "” will not do.", "suggestions", List.of(text)));
            page.joinButton().click();
            assertThat(page.page().locator("#name-help")).containsText("“" + text + "” will not do.");
            assertThat(page.page().locator("#name-help :not(button)")).hasCount(0);
        }
        page.assertNoErrors();
    }
}
