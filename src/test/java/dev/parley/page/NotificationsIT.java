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

/** Checks unread messages, mentions, desktop notifications and typing notices. */
@Tag("full")
@Tag("waits")
class NotificationsIT extends PageTestBase {

    private static final String FAKE_NOTIFICATIONS = """
            window.notified = [];
            window.Notification = class extends EventTarget {
              static permission = 'default';
              static async requestPermission() { return (this.permission = 'granted'); }
              constructor(title, { body, silent } = {}) {
                super();
                if (this.constructor.permission === 'granted') window.notified.push(`${title}: ${body}, silent ${silent}`);
              }
              close() {}
            };""";

    /** As in Chrome on Android, where pages cannot create notifications. */
    private static final String UNUSABLE_NOTIFICATIONS = """
            window.Notification = function () { throw new TypeError('Illegal constructor.'); };
            window.Notification.permission = '%s';
            window.Notification.requestPermission = async () => (window.Notification.permission = 'granted');""";

    /** Simulates that the tab is hidden or visible. */
    private static void setHidden(Tab page, boolean hidden) {
        page.page()
                .evaluate(
                        "hidden => { Object.defineProperty(document, 'visibilityState',"
                                + " { value: hidden ? 'hidden' : 'visible', configurable: true });"
                                + " document.dispatchEvent(new Event('visibilitychange')); }",
                        hidden);
    }

    @Test
    void unreadLineIsBeforeTheFirstMessageReceivedWhileTheTabWasHidden() {
        Tab page = ada();
        server.publish("lobby", "grace", "seen");
        setHidden(page, true);
        server.publish("lobby", "grace", "unseen");
        server.publish("lobby", "grace", "unseen too");
        Locator line = page.page().locator("#transcript .line[data-line=new]");
        assertThat(line).hasCount(1);
        assertThat(line.locator("xpath=following-sibling::li[1]").locator(".text"))
                .hasText("unseen");
        assertThat(page.page()).hasTitle("(2) lobby · Parley");
        assertThat(page.page().locator("#icon")).hasAttribute("href", Pattern.compile(".*/icons/unread\\.svg"));
        setHidden(page, false);
        assertThat(page.page()).hasTitle("lobby · Parley");
        assertThat(page.page().locator("#icon")).hasAttribute("href", Pattern.compile(".*/icons/calm\\.svg"));
        assertThat(line).hasCount(1);
        page.page().reload();
        assertThat(page.texts()).hasCount(3);
        assertThat(line.locator("xpath=following-sibling::li[1]").locator(".text"))
                .hasText("unseen");
        page.send("read");
        assertThat(line).hasCount(0);
        page.assertNoErrors();
    }

    @Test
    void lossOfFocusAloneMarksNothingUnread() {
        Tab page = ada();
        page.page().evaluate("() => { document.activeElement.blur(); window.dispatchEvent(new Event('blur')); }");
        server.publish("lobby", "grace", "seen all the same");
        assertThat(page.texts()).hasCount(1);
        assertThat(page.page()).hasTitle("lobby · Parley");
        assertThat(page.page().locator(".line[data-line=new]")).hasCount(0);
    }

    @Test
    void mentionIsHighlightedAndMarksTheTitle() {
        Tab page = ada();
        setHidden(page, true);
        server.publish("lobby", "grace", "hello @ada, and @nobody");
        Locator row = page.page().locator(".message.mentions");
        assertThat(row).hasCount(1);
        assertThat(row).containsText("mentions you");
        assertThat(row.locator(".mention")).hasText("@ada");
        assertThat(page.page()
                        .locator(".message.mentions")
                        .evaluate("row => getComputedStyle(row, '::before').borderInlineStartWidth"))
                .isEqualTo("3px");
        assertThat(page.page()).hasTitle("(!) lobby · Parley");
        assertThat(page.page().locator("#icon")).hasAttribute("href", Pattern.compile(".*/icons/mention\\.svg"));
    }

    @Test
    void latestButtonAnnouncesAMention() {
        server.addHistory("lobby", 80);
        Tab page = ada();
        assertThat(page.page().locator("text='message 80'")).isInViewport();
        page.transcriptBox().evaluate("element => element.scrollTop -= 600");
        assertThat(page.button("latest")).isVisible();
        server.publish("lobby", "grace", "one");
        server.publish("lobby", "grace", "two, @ada");
        assertThat(page.button("You are mentioned · 2 new messages ↓")).isVisible();
        page.send("I am here");
        assertThat(page.button("new messages")).hasCount(0);
        assertThat(page.texts().last()).isInViewport();
    }

    @Test
    void mentionsNotifyTheDesktopOnlyWhileTheSwitchIsOn() {
        context.addInitScript(FAKE_NOTIFICATIONS);
        Tab page = ada();
        setHidden(page, true);
        server.publish("lobby", "grace", "@ada before");
        openSettings(page);
        page.button("Notify me of mentions").click();
        assertThat(page.button("Notify me of mentions")).hasAttribute("aria-pressed", "true");
        server.publish("lobby", "grace", "not for you");
        server.publish("lobby", "grace", "@ada now");
        server.sendDirect("ken", "ada", "psst");
        assertThat(page.page().locator("#direct-list")).containsText("ken");
        assertThat(page.page().evaluate("() => window.notified"))
                .isEqualTo(List.of(
                        "Mentions are shown like this.: undefined, silent true",
                        "grace in lobby: @ada now, silent true",
                        "ken: psst, silent true"));
        setHidden(page, false);
        server.publish("lobby", "grace", "@ada seen at once");
        page.awaitMessage("@ada seen at once");
        assertThat(page.page().evaluate("() => window.notified.length")).isEqualTo(3);
        page.button("Notify me of mentions").click();
        setHidden(page, true);
        server.publish("lobby", "grace", "@ada switched off");
        page.awaitMessage("@ada switched off");
        assertThat(page.page().evaluate("() => window.notified.length")).isEqualTo(3);
        page.assertNoErrors();
    }

    @Test
    void switchIsMissingWhereAPageCannotNotify() {
        context.addInitScript(UNUSABLE_NOTIFICATIONS.formatted("default"));
        Tab page = ada();
        assertThat(page.page().locator("#switch-notifications")).isHidden();
        page.assertNoErrors();
    }

    @Test
    void switchDisappearsIfTheFirstNotificationFails() {
        context.addInitScript(UNUSABLE_NOTIFICATIONS.formatted("granted"));
        Tab page = ada();
        openSettings(page);
        page.button("Notify me of mentions").click();
        assertThat(page.page().locator("#switch-notifications")).isHidden();
        page.page().reload();
        assertThat(page.page().locator("#switch-notifications")).hasAttribute("aria-pressed", "false");
        page.assertNoErrors();
    }

    @Test
    void switchDisappearsIfNotificationsFailLater() {
        context.addInitScript(UNUSABLE_NOTIFICATIONS.formatted("granted"));
        context.addInitScript("localStorage.setItem('parley.notifications', 'on')");
        Tab page = ada();
        setHidden(page, true);
        server.publish("lobby", "grace", "@ada there?");
        assertThat(page.page().locator("#switch-notifications")).isHidden();
        page.assertNoErrors();
    }

    @Test
    void switchHidesJoinsAndLeaves() {
        Tab page = ada();
        server.sendEvent(
                "lobby", Map.of("type", "joined", "name", "dee", "via", "browser", "at", "2026-11-20T14:03:00Z"));
        assertThat(page.page().getByText("dee joined")).isVisible();
        openSettings(page);
        page.button("Joins and leaves").click();
        assertThat(page.page().getByText("dee joined")).isHidden();
        page.page().reload();
        openSettings(page);
        assertThat(page.button("Joins and leaves")).hasAttribute("aria-pressed", "false");
    }

    @Test
    void typingNoticeIsShownForFiveSeconds() {
        context.clock().install();
        Tab page = ada();
        server.sendEvent("lobby", Map.of("type", "typing", "name", "grace"));
        assertThat(page.page().locator("#typing")).hasText("grace is typing…");
        server.sendEvent("lobby", Map.of("type", "typing", "name", "ken"));
        assertThat(page.page().locator("#typing")).hasText("grace and ken are typing…");
        context.clock().runFor(5_500);
        assertThat(page.page().locator("#typing")).isEmpty();
    }
}
