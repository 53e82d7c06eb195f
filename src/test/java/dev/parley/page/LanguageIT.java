package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.parley.integration.Tab;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks the language of the browser and right-to-left scripts. */
@Tag("full")
class LanguageIT extends PageTestBase {

    @Override
    Browser.NewContextOptions contextOptions() {
        return super.contextOptions().setLocale("de-DE");
    }

    private Tab joinInGerman() {
        Tab page = page("/");
        page.box("Dein Name").fill("gerda");
        page.button("Eintreten").click();
        assertThat(page.box("Nachricht")).isVisible();
        return page;
    }

    @Test
    void germanBrowserReceivesAGermanPageWithDatesAndPlurals() {
        context.clock().setFixedTime("2026-11-20T14:05:30Z");
        server.setTime(Instant.parse("2026-11-12T09:05:00Z"));
        server.publish("lobby", "grace", "alt");
        Tab page = joinInGerman();
        assertThat(page.page().locator("html")).hasAttribute("lang", "de");
        assertThat(page.page().locator("#older .line[data-line=date]")).hasText("Donnerstag, 12. November 2026");
        assertThat(page.page().getByRole(AriaRole.LOG, new Page.GetByRoleOptions().setName("Nachrichten in lobby")))
                .isAttached();
        server.sendEvent("lobby", joined("linus", "terminal"));
        server.sendEvent("lobby", joined("eve", "browser"));
        assertThat(page.page().locator("#live .quiet")).hasText("linus und eve sind gekommen");
        server.refuseNextMessage(Map.of("code", "storage-full", "sentence", "The server's disk is full."));
        page.box("Nachricht").fill("geht nicht");
        page.box("Nachricht").press("Enter");
        assertThat(page.rows("refused")).containsText("Nicht gesendet: Die Platte des Servers ist voll");
        page.box("Nachricht").fill("/join java");
        page.box("Nachricht").press("Enter");
        server.publish("lobby", "grace", "eins");
        assertThat(page.page().locator("#rooms")).containsText("1 ungelesene Nachricht");
        server.publish("lobby", "grace", "zwei");
        assertThat(page.page().locator("#rooms")).containsText("2 ungelesene Nachrichten");
        page.screenshot("german");
        page.assertNoErrors();
    }

    private static Map<String, Object> joined(String name, String via) {
        return Map.of("type", "joined", "name", name, "via", via, "at", "2026-11-20T14:03:00Z");
    }

    @Test
    void suggestionsAreButtonsInGermanToo() {
        server.refuseNextLogin(Map.of(
                "code", "name-taken", "sentence", "“ada” is taken. Try ada2.", "suggestions", List.of("ada2", "ada_")));
        Tab page = page("/");
        page.box("Dein Name").fill("ada");
        page.button("Eintreten").click();
        assertThat(page.page().locator("#name-help")).containsText("Frei sind ada2 und ada_.");
        page.button("ada_").click();
        assertThat(page.box("Nachricht")).isVisible();
    }

    @Test
    void rightToLeftMessagesAreShownRightToLeft() {
        Tab page = joinInGerman();
        server.publish("lobby", "שרה", "שלום לכולם");
        server.publish("lobby", "grace", "from left to right");
        assertThat(page.texts().first()).hasCSS("direction", "rtl");
        assertThat(page.texts().last()).hasCSS("direction", "ltr");
        assertThat(page.page().locator(".byline").first()).hasCSS("direction", "ltr");
        server.sendEvent("lobby", joined("שרה", "browser"));
        assertThat(page.page().locator(".quiet p").last()).hasCSS("direction", "ltr");
        page.box("Nachricht").fill("שלום");
        assertThat(page.box("Nachricht")).hasCSS("direction", "rtl");
        page.assertNoErrors();
    }

    @Test
    void serverTextsWithAKnownCodeAreShownInGerman() {
        Tab page = joinInGerman();
        page.box("Nachricht").fill("/w");
        assertThat(page.page().getByRole(AriaRole.OPTION)).containsText("Zeigt, wer im Raum ist.");
        page.box("Nachricht").fill("");
        server.sendToQueue(
                "answers",
                Map.of(
                        "receipt",
                        "none",
                        "command",
                        "help",
                        "lines",
                        List.of("/who [PAGE]  Lists the users in the room.", "/new         Is not known here.")));
        assertThat(page.page().locator(".note-lines > *"))
                .hasText(new String[] {"/who [PAGE]  Zeigt, wer im Raum ist.", "/new         Is not known here."});
        server.disconnectAll("kicked", "The operator kicked you: Genug.");
        assertThat(page.status()).hasText("Der Betreiber hat dich hinausgebeten: Genug.");
        assertThat(page.button("Wieder eintreten")).isVisible();
    }
}
