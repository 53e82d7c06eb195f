package dev.parley.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Checks that the page keeps its scroll position, stays responsive and limits its memory during a burst of 10,000
 * messages, or follows one of 3,000.
 */
@Tag("full")
class BurstIT {

    private static final String PLACE_OF_MARKED_TEXT =
            "() => Math.round(window.marked.isConnected ? window.marked.getBoundingClientRect().top : NaN)";

    private static final String MARK_FIRST_VISIBLE_TEXT = "box => {"
            + " const top = box.getBoundingClientRect().top;"
            + " window.marked = [...box.querySelectorAll('.message .text')]"
            + "     .find(text => text.getBoundingClientRect().top >= top);"
            + " return Math.round(window.marked.getBoundingClientRect().top);"
            + " }";

    private static final int BURST = 10_000;
    private static final int SMALL_BURST = 3_000;
    private static final int AT_ONCE = 250;
    private static final int BEFORE = 100;
    private static final int MOST_ROWS = 500;
    private static final double LONGEST_TASK_MILLIS = 200;
    private static final double GROWTH_BYTES = 8 * 1024 * 1024;

    @RegisterExtension
    private static final ServedPage PAGE = ServedPage.with("--parley.limits.messages-per-second=0");

    private static void burst(String room, String prefix, int messages) {
        try (StompLibraryClient sender = StompLibraryClient.connect(
                        PAGE.server().pagePort())
                .logIn(prefix)
                .join(room, "replay", "0")) {
            for (int i = 1; i <= messages; i++) {
                sender.publish(room, prefix + " says number " + i + " of `many`", prefix + "-" + i);
                if (i % AT_ONCE == 0 || i == messages) {
                    sender.receiveReceipt(prefix + "-" + i);
                    sender.drain();
                }
            }
        }
    }

    /** Sends a burst and returns the longest task of the page meanwhile, in milliseconds of processor time. */
    private static double longestTaskDuringBurst(Tab tab, String room, String prefix, int messages, String seen) {
        MainThreadTasks mainThreadTasks = MainThreadTasks.of(tab.page());
        burst(room, prefix, messages);
        tab.page().waitForFunction(seen);
        return mainThreadTasks.longestMillis();
    }

    private static double heap(CDPSession tools) {
        tools.send("HeapProfiler.collectGarbage");
        for (JsonElement metric : tools.send("Performance.getMetrics").getAsJsonArray("metrics")) {
            if (metric.getAsJsonObject().get("name").getAsString().equals("JSHeapUsedSize")) {
                return metric.getAsJsonObject().get("value").getAsDouble();
            }
        }
        throw new AssertionError("the browser does not report the size of its heap");
    }

    private static int rows(Tab tab) {
        return ((Number) tab.page().evaluate("() => document.querySelectorAll('#older > li, #live > li').length"))
                .intValue();
    }

    @Test
    void burstKeepsTheScrollPositionOfUserReadingOlderMessages() {
        burst("back", "old", BEFORE);
        try (BrowserContext context = PAGE.browsers().context()) {
            Tab tab = Tab.open(context, PAGE.home(), "/?room=back").join("reader");
            assertThat(tab.texts()).hasCount(50);
            tab.transcriptBox().evaluate("element => element.scrollTop -= 700");
            assertThat(tab.button("Jump to latest")).isVisible();
            CDPSession tools = context.newCDPSession(tab.page());
            tools.send("Performance.enable");
            double before = heap(tools);
            // The position of the text, not its distance from the top, because older pages may load above it.
            double place = ((Number) tab.transcriptBox().evaluate(MARK_FIRST_VISIBLE_TEXT)).doubleValue();

            double longest = longestTaskDuringBurst(
                    tab,
                    "back",
                    "new",
                    BURST,
                    "() => document.querySelector('#jump').textContent.startsWith('10,000 new')");

            assertThat(longest).isLessThan(LONGEST_TASK_MILLIS);

            assertThat(tab.button("10,000 new messages ↓")).isVisible();
            assertThat(((Number) tab.transcriptBox().evaluate(PLACE_OF_MARKED_TEXT)).doubleValue())
                    .isCloseTo(place, within(1.0));
            assertThat(rows(tab)).isLessThanOrEqualTo(MOST_ROWS);
            assertThat(heap(tools) - before).isLessThan(GROWTH_BYTES);
            tab.button("10,000 new messages ↓").click();
            assertThat(tab.texts().last()).hasText("new says number 10000 of `many`");
            assertThat(tab.texts().last()).isInViewport();
            tab.assertNoErrors();
        }
    }

    @Test
    void transcriptAtItsEndFollowsABurst() {
        try (BrowserContext context = PAGE.browsers().context()) {
            Tab tab = Tab.open(context, PAGE.home(), "/?room=follow").join("follower");
            CDPSession tools = context.newCDPSession(tab.page());
            tools.send("Performance.enable");
            double before = heap(tools);
            tab.messageBox().focus();

            double longest = longestTaskDuringBurst(
                    tab,
                    "follow",
                    "fast",
                    SMALL_BURST,
                    "() => document.querySelector('#live').textContent.includes('says number 3000 of `many`')");

            assertThat(longest).isLessThan(LONGEST_TASK_MILLIS);

            assertThat(tab.texts().last()).isInViewport();
            assertThat(rows(tab)).isLessThanOrEqualTo(MOST_ROWS);
            assertThat(heap(tools) - before).isLessThan(GROWTH_BYTES);
            tab.send("still with you").awaitMessage("still with you");
            assertThat(tab.rows("pending")).hasCount(0);
            assertThat(tab.page().getByRole(AriaRole.LOG, new Page.GetByRoleOptions().setName("Messages in follow")))
                    .isAttached();
            tab.assertNoErrors();
        }
    }
}
