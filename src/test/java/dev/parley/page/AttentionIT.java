package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.parley.integration.Tab;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What came while nobody looked, and how much of it calls for somebody. */
@Tag("full")
class AttentionIT extends PageTestBase {

    private static final String FAKE_NOTIFICATIONS = """
            window.told = [];
            window.Notification = class extends EventTarget {
              static permission = 'default';
              static async requestPermission() { return (this.permission = 'granted'); }
              constructor(title, { body, silent }) { super(); window.told.push(`${title}: ${body}, silent ${silent}`); }
              close() {}
            };""";

    /** Another tab lies over this one; or no longer. */
    private static void hide(Tab page, boolean hidden) {
        page.page()
                .evaluate(
                        "hidden => { Object.defineProperty(document, 'visibilityState',"
                                + " { value: hidden ? 'hidden' : 'visible', configurable: true });"
                                + " document.dispatchEvent(new Event('visibilitychange')); }",
                        hidden);
    }

    @Test
    void anUnreadLineStandsBeforeTheFirstMessageThatCameWhileTheTabWasHidden() {
        Tab page = ada();
        server.say("lobby", "grace", "seen");
        hide(page, true);
        server.say("lobby", "grace", "unseen");
        server.say("lobby", "grace", "unseen too");
        Locator line = page.page().locator("#transcript .line[data-line=new]");
        assertThat(line).hasCount(1);
        assertThat(line.locator("xpath=following-sibling::li[1]").locator(".text"))
                .hasText("unseen");
        assertThat(page.page()).hasTitle("(2) lobby · Parley");
        assertThat(page.page().locator("#icon")).hasAttribute("href", Pattern.compile(".*/icons/unread\\.svg"));
        hide(page, false);
        assertThat(page.page()).hasTitle("lobby · Parley");
        assertThat(page.page().locator("#icon")).hasAttribute("href", Pattern.compile(".*/icons/calm\\.svg"));
        assertThat(line).hasCount(1);
        page.page().reload();
        assertThat(page.texts()).hasCount(3);
        assertThat(line.locator("xpath=following-sibling::li[1]").locator(".text"))
                .hasText("unseen");
        page.says("read");
        assertThat(line).hasCount(0);
        page.isWithoutFault();
    }

    @Test
    void losingTheFocusAloneMakesNothingUnread() {
        Tab page = ada();
        page.page().evaluate("() => { document.activeElement.blur(); window.dispatchEvent(new Event('blur')); }");
        server.say("lobby", "grace", "seen all the same");
        assertThat(page.texts()).hasCount(1);
        assertThat(page.page()).hasTitle("lobby · Parley");
        assertThat(page.page().locator(".line[data-line=new]")).hasCount(0);
    }

    @Test
    void aMentionHasColourAndBarAndWordsAndMarksTheTitle() {
        Tab page = ada();
        hide(page, true);
        server.say("lobby", "grace", "hello @ada, and @nobody");
        Locator row = page.page().locator(".message.mentions");
        assertThat(row).hasCount(1);
        assertThat(row).containsText("mentions you");
        assertThat(row.locator(".mention")).hasText("@ada");
        assertThat(row).not().hasCSS("box-shadow", "none");
        assertThat(page.page()).hasTitle("(!) lobby · Parley");
        assertThat(page.page().locator("#icon")).hasAttribute("href", Pattern.compile(".*/icons/mention\\.svg"));
    }

    @Test
    void theButtonBelowNamesAMention() {
        server.history("lobby", 80);
        Tab page = ada();
        assertThat(page.page().locator("text='message 80'")).isInViewport();
        page.transcriptBox().evaluate("element => element.scrollTop -= 600");
        assertThat(page.button("latest")).isVisible();
        server.say("lobby", "grace", "one");
        server.say("lobby", "grace", "two, @ada");
        assertThat(page.button("You are mentioned · 2 new messages ↓")).isVisible();
        page.says("I am here");
        assertThat(page.button("new messages")).hasCount(0);
        assertThat(page.texts().last()).isInViewport();
    }

    @Test
    void theDesktopIsToldOfMentionsOnlyAfterTheSwitchWasPressed() {
        context.addInitScript(FAKE_NOTIFICATIONS);
        Tab page = ada();
        hide(page, true);
        server.say("lobby", "grace", "@ada before");
        page.button("Notify me of mentions").click();
        assertThat(page.button("Notify me of mentions")).hasAttribute("aria-pressed", "true");
        server.say("lobby", "grace", "not for you");
        server.say("lobby", "grace", "@ada now");
        server.tellQueue("direct", Map.of("from", "ken", "to", "ada", "text", "psst", "at", "2026-11-20T14:04:00Z"));
        assertThat(page.page().locator("#direct-list")).containsText("ken");
        assertThat(page.page().evaluate("() => window.told"))
                .isEqualTo(List.of("grace in lobby: @ada now, silent true", "ken: psst, silent true"));
        hide(page, false);
        server.say("lobby", "grace", "@ada seen at once");
        page.hears("@ada seen at once");
        assertThat(page.page().evaluate("() => window.told.length")).isEqualTo(2);
        page.button("Notify me of mentions").click();
        hide(page, true);
        server.say("lobby", "grace", "@ada switched off");
        page.hears("@ada switched off");
        assertThat(page.page().evaluate("() => window.told.length")).isEqualTo(2);
        page.isWithoutFault();
    }

    @Test
    void aSwitchHidesComingsAndGoings() {
        Tab page = ada();
        server.tell("lobby", Map.of("type", "joined", "name", "dee", "via", "browser", "at", "2026-11-20T14:03:00Z"));
        assertThat(page.page().getByText("dee joined")).isVisible();
        page.button("Joins and leaves").click();
        assertThat(page.page().getByText("dee joined")).isHidden();
        page.page().reload();
        assertThat(page.button("Joins and leaves")).hasAttribute("aria-pressed", "false");
    }

    @Test
    void whoWritesIsShownForFiveSeconds() {
        context.clock().install();
        Tab page = ada();
        server.tell("lobby", Map.of("type", "typing", "name", "grace"));
        assertThat(page.page().locator("#typing")).hasText("grace is typing…");
        server.tell("lobby", Map.of("type", "typing", "name", "ken"));
        assertThat(page.page().locator("#typing")).hasText("grace and ken are typing…");
        context.clock().runFor(5_500);
        assertThat(page.page().locator("#typing")).isEmpty();
    }
}
