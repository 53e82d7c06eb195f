package dev.parley.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand messages in a burst: the page stays where it is, answers, and grows no further. */
class BurstJourney {

    private static final int BURST = 10_000;
    private static final int AT_ONCE = 250;
    private static final int BEFORE = 100;
    private static final int MOST_ROWS = 500;
    private static final double LONGEST_TASK_MILLIS = 200;
    private static final double GROWTH_BYTES = 8 * 1024 * 1024;

    @TempDir
    private static Path folder;

    private static Browsers browsers;
    private static ServerProcess server;

    @BeforeAll
    static void start() {
        browsers = Browsers.launch();
        server = ServerProcess.start(folder, "--parley.rules.rate=0");
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
        if (browsers != null) {
            browsers.close();
        }
    }

    private static void burst(String room, String prefix, int messages) {
        try (StompTalker sender =
                StompTalker.at(server.pagePort()).enters(prefix).joins(room, "replay", "0")) {
            for (int i = 1; i <= messages; i++) {
                sender.posts(room, prefix + " says number " + i + " of `many`", prefix + "-" + i);
                if (i % AT_ONCE == 0 || i == messages) {
                    sender.hearsReceipt(prefix + "-" + i);
                    sender.rest();
                }
            }
        }
    }

    /** Notes the longest task of the page from now on. */
    private static void watchTasks(Tab tab) {
        tab.page().evaluate("""
                () => {
                  window.longest = 0;
                  new PerformanceObserver((list) => {
                    for (const task of list.getEntries()) window.longest = Math.max(window.longest, task.duration);
                  }).observe({ type: 'longtask' });
                }""");
    }

    private static double longestTask(Tab tab) {
        return ((Number) tab.page().evaluate("() => window.longest")).doubleValue();
    }

    private static double heap(CDPSession tools) {
        tools.send("HeapProfiler.collectGarbage");
        for (JsonElement metric : tools.send("Performance.getMetrics").getAsJsonArray("metrics")) {
            if (metric.getAsJsonObject().get("name").getAsString().equals("JSHeapUsedSize")) {
                return metric.getAsJsonObject().get("value").getAsDouble();
            }
        }
        throw new AssertionError("the browser does not tell how large its heap is");
    }

    private static int rows(Tab tab) {
        return ((Number) tab.page().evaluate("() => document.querySelectorAll('#older > li, #live > li').length"))
                .intValue();
    }

    @Test
    void whileReadingBackTenThousandMessagesMoveNothing() {
        burst("back", "old", BEFORE);
        try (BrowserContext context = browsers.context()) {
            Tab tab = Tab.open(context, server.page().toString(), "/?room=back").joined("reader");
            assertThat(tab.texts()).hasCount(50);
            tab.transcriptBox().evaluate("element => element.scrollTop -= 700");
            assertThat(tab.button("To the newest")).isVisible();
            CDPSession tools = context.newCDPSession(tab.page());
            tools.send("Performance.enable");
            double before = heap(tools);
            Object place = tab.transcriptBox().evaluate("element => element.scrollTop");
            watchTasks(tab);

            burst("back", "new", BURST);

            assertThat(tab.button("10,000 new messages ↓")).isVisible();
            assertThat(tab.transcriptBox().evaluate("element => element.scrollTop"))
                    .isEqualTo(place);
            assertThat(longestTask(tab)).isLessThan(LONGEST_TASK_MILLIS);
            assertThat(rows(tab)).isLessThanOrEqualTo(MOST_ROWS);
            assertThat(heap(tools) - before).isLessThan(GROWTH_BYTES);
            tab.button("10,000 new messages ↓").click();
            assertThat(tab.texts().last()).hasText(Pattern.compile("new says number 10000 of many"));
            assertThat(tab.texts().last()).isInViewport();
            tab.isWithoutFault();
        }
    }

    @Test
    void atTheEndTenThousandMessagesAreFollowed() {
        try (BrowserContext context = browsers.context()) {
            Tab tab =
                    Tab.open(context, server.page().toString(), "/?room=follow").joined("follower");
            CDPSession tools = context.newCDPSession(tab.page());
            tools.send("Performance.enable");
            double before = heap(tools);
            watchTasks(tab);
            tab.messageBox().focus();

            burst("follow", "fast", BURST);

            tab.hears("fast says number 10000 of");
            assertThat(tab.texts().last()).isInViewport();
            assertThat(longestTask(tab)).isLessThan(LONGEST_TASK_MILLIS);
            assertThat(rows(tab)).isLessThanOrEqualTo(MOST_ROWS);
            assertThat(heap(tools) - before).isLessThan(GROWTH_BYTES);
            tab.says("still with you").hears("still with you");
            assertThat(tab.rows("pending")).hasCount(0);
            assertThat(tab.page().getByRole(AriaRole.LOG, new Page.GetByRoleOptions().setName("Messages in follow")))
                    .isAttached();
            tab.isWithoutFault();
        }
    }
}
