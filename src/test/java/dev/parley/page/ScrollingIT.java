package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.parley.integration.Tab;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks the scroll position of the transcript while messages arrive, and the loading of older ones. */
@Tag("full")
class ScrollingIT extends PageTestBase {

    @Test
    void newMessagesKeepTheScrollPositionAndAreCountedByAButton() {
        server.addHistory("lobby", 80);
        Tab page = ada();
        assertThat(page.page().locator("text='message 80'")).isInViewport();
        page.page().locator("#transcript").evaluate("element => element.scrollTop -= 600");
        assertThat(page.button("latest")).isVisible();
        Object before = page.page().locator("#transcript").evaluate("element => element.scrollTop");
        server.publish("lobby", "grace", "news");
        server.publish("lobby", "grace", "more news");
        assertThat(page.button("2 new messages ↓")).isVisible();
        assertThat(page.page().locator("#transcript").evaluate("element => element.scrollTop"))
                .isEqualTo(before);
        page.screenshot("new-messages");
        page.button("2 new messages ↓").click();
        assertThat(page.page().locator("text='more news'")).isInViewport();
        assertThat(page.button("new messages")).hasCount(0);
    }

    @Test
    void scrollingUpLoadsOlderPagesUntilTheBeginning() {
        server.addHistory("lobby", 120);
        Tab page = ada();
        assertThat(page.texts()).hasCount(50);
        Locator first = page.page().locator("text='message 71'");
        assertThat(first).isAttached();
        double before = ((Number) first.evaluate("row => { document.getElementById('transcript').scrollTop = 40;"
                        + " return row.getBoundingClientRect().top }"))
                .doubleValue();
        assertThat(page.texts()).hasCount(120);
        assertThat(page.page().locator("#beginning")).hasText("This is the beginning of #lobby.");
        assertThat(first.boundingBox().y).isCloseTo(before, within(1.0));
        assertThat(page.texts().first()).hasText("message 1");
    }

    @Test
    void reloadRestoresTheScrollPosition() {
        server.addHistory("lobby", 200);
        Tab page = ada();
        assertThat(page.texts()).hasCount(50);
        page.transcriptBox().evaluate("element => element.scrollTop = 40");
        assertThat(page.texts()).hasCount(150);
        page.transcriptBox().evaluate("element => element.scrollTop -= 900");
        Locator read = page.page().locator(".message", new Page.LocatorOptions().setHasText("message 130"));
        read.evaluate("element => element.scrollIntoView({ block: 'start' })");
        double before = read.boundingBox().y;
        page.page().reload();
        assertThat(page.texts()).hasCount(150);
        assertThat(read).isInViewport();
        page.page().waitForCondition(() -> Math.abs(read.boundingBox().y - before) < 2);
        assertThat(page.button("Jump to latest")).isVisible();
        page.page().keyboard().press("Escape");
        page.page().reload();
        assertThat(page.texts()).hasCount(50);
        assertThat(page.page().locator("text='message 200'")).isInViewport();
        page.assertNoErrors();
    }

    @Test
    void transcriptHasAtMost500RowsAndEscapeReturnsToTheLatest() {
        server.addHistory("lobby", 900);
        Tab page = ada();
        assertThat(page.texts()).hasCount(50);
        for (int loaded = 150; loaded <= 450; loaded += 100) {
            page.page()
                    .locator("#transcript")
                    .evaluate("element => { element.scrollTop = 500; element.scrollTop = 100; }");
            assertThat(page.texts()).hasCount(loaded);
        }
        page.page().locator("#transcript").evaluate("element => { element.scrollTop = 500; element.scrollTop = 100; }");
        assertThat(page.page().locator("text='message 360'")).isAttached();
        assertThat(page.texts()).hasCount(450);
        server.publish("lobby", "grace", "the newest");
        assertThat(page.page().locator("text='the newest'")).hasCount(0);
        page.page().keyboard().press("Escape");
        assertThat(page.page().locator("text='the newest'")).isInViewport();
    }

    @Test
    void unreadLineIsBeforeMessagesReceivedWhileScrolledUp() {
        server.addHistory("lobby", 80);
        Tab page = ada();
        assertThat(page.page().locator("text='message 80'")).isInViewport();
        page.transcriptBox().evaluate("element => element.scrollTop -= 600");
        assertThat(page.button("latest")).isVisible();
        server.publish("lobby", "grace", "unseen");
        server.publish("lobby", "grace", "unseen too");
        Locator line = page.page().locator("#transcript .line[data-line=new]");
        assertThat(line.locator("xpath=following-sibling::li[1]").locator(".text"))
                .hasText("unseen");
        page.button("2 new messages ↓").click();
        assertThat(line).isInViewport();
        page.send("seen");
        assertThat(line).hasCount(0);
    }

    @Test
    void timesAndDatesAreInTheTimeZoneOfTheBrowser() {
        server.setTime(Instant.parse("2026-11-20T14:50:00Z"));
        server.publish("lobby", "grace", "before midnight");
        server.setTime(Instant.parse("2026-11-20T15:10:00Z"));
        server.publish("lobby", "grace", "after midnight");
        try (BrowserContext tokyo = browser(new Browser.NewContextOptions().setTimezoneId("Asia/Tokyo"))) {
            server.attachTo(tokyo);
            tokyo.clock().setFixedTime("2026-11-20T15:20:00Z");
            Tab page = Tab.open(tokyo, site.address(""), "/").join("ada");
            assertThat(page.page().locator("#older time")).hasText(new String[] {"23:50", "00:10"});
            assertThat(page.page().locator("#older > li")).hasText(new Pattern[] {
                Pattern.compile("Yesterday"),
                Pattern.compile(".*before midnight"),
                Pattern.compile("Today"),
                Pattern.compile(".*after midnight")
            });
            assertThat(page.page().locator("#older time").first()).hasAttribute("datetime", "2026-11-20T14:50:00.000Z");
            assertThat(page.page().locator("#older time").last())
                    .hasAttribute("title", "Saturday, 21 November 2026 at 00:10:00");
        }
    }
}
