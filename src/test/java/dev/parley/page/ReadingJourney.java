package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.parley.journey.Tab;
import org.junit.jupiter.api.Test;

/** Reading: where the transcript stands while messages come. */
class ReadingJourney extends PageStory {

    @Test
    void readingBackIsNotDisturbedAndAButtonCountsWhatComes() {
        server.history("lobby", 80);
        Tab page = ada();
        assertThat(page.page().locator("text='message 80'")).isInViewport();
        page.page().locator("#transcript").evaluate("element => element.scrollTop -= 600");
        assertThat(page.button("newest")).isVisible();
        Object before = page.page().locator("#transcript").evaluate("element => element.scrollTop");
        server.say("lobby", "grace", "news");
        server.say("lobby", "grace", "more news");
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
        server.history("lobby", 120);
        Tab page = ada();
        assertThat(page.texts()).hasCount(50);
        Locator first = page.page().locator("text='message 71'");
        page.page().locator("#transcript").evaluate("element => element.scrollTop = 40");
        assertThat(page.texts()).hasCount(120);
        assertThat(first).isInViewport();
        assertThat(page.page().locator("#beginning")).hasText("This is the beginning of lobby.");
        assertThat(page.texts().first()).hasText("message 1");
    }

    @Test
    void aReloadComesBackToThePlaceThatWasRead() {
        server.history("lobby", 200);
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
        assertThat(read.boundingBox().y).isCloseTo(before, within(2.0));
        assertThat(page.button("To the newest")).isVisible();
        page.page().keyboard().press("Escape");
        page.page().reload();
        assertThat(page.texts()).hasCount(50);
        assertThat(page.page().locator("text='message 200'")).isInViewport();
        page.isWithoutFault();
    }

    @Test
    void thereAreNeverMoreThanFiveHundredRowsAndTheNewestComeBack() {
        server.history("lobby", 900);
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
        server.say("lobby", "grace", "the newest");
        assertThat(page.page().locator("text='the newest'")).hasCount(0);
        page.page().keyboard().press("Escape");
        assertThat(page.page().locator("text='the newest'")).isInViewport();
    }
}
