package dev.parley.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.net.URI;

/** Somebody whose tab stops for a while, as in a laptop that sleeps, while grace goes on talking in their room. */
final class SuspendedTab implements AutoCloseable {

    private static final double CAUGHT_UP_WITHIN_MILLIS = 1_000;

    /** What grace says last before they wake. */
    private static final int LAST = 3;

    /** The page itself notes when it woke, when the last message stood there, and how long its timers had stopped. */
    private static final String NOTES = """
            window.wokeAt = window.caughtUpAt = NaN;
            window.longestPause = 0;
            let ticked = performance.now();
            setInterval(() => {
              window.longestPause = Math.max(window.longestPause, performance.now() - ticked);
              ticked = performance.now();
            }, 100);
            const woke = () => { if (isNaN(window.wokeAt)) window.wokeAt = performance.now(); };
            document.addEventListener('resume', woke, true);
            document.addEventListener('visibilitychange', () => {
              if (document.visibilityState === 'visible') woke();
            }, true);
            new MutationObserver(() => {
              const said = document.getElementById('transcript')?.textContent ?? '';
              if (isNaN(window.caughtUpAt) && said.includes('asleep 3')) window.caughtUpAt = performance.now();
            }).observe(document, { childList: true, subtree: true });""";

    private final String room;
    private final StompLibraryClient grace;
    private final Tab tab;
    private Runnable waking = () -> {};

    private SuspendedTab(String room, StompLibraryClient grace, Tab tab) {
        this.room = room;
        this.grace = grace;
        this.tab = tab;
    }

    /** Comes into a room by this address of the server, and grace too. */
    static SuspendedTab open(WindowedBrowser windowedBrowser, URI address, ServerProcess server, String room) {
        StompLibraryClient grace = StompLibraryClient.connect(server.pagePort())
                .logIn(room + "-gr")
                .join(room);
        Tab tab = Tab.open(windowedBrowser.context(), address.toString(), "/?room=" + room)
                .join(room);
        tab.page().evaluate("() => {" + NOTES + "}");
        tab.send("awake");
        grace.receiveMessage("awake");
        assertThat(tab.rows("stored")).hasCount(1);
        return new SuspendedTab(room, grace, tab);
    }

    /** The page stops altogether, as in a machine that sleeps. */
    void freeze() {
        CDPSession tools = tab.page().context().newCDPSession(tab.page());
        tools.send("Page.setWebLifecycleState", state("frozen"));
        waking = () -> tools.send("Page.setWebLifecycleState", state("active"));
    }

    /** Another tab comes to the front of the window. */
    void hide() {
        tab.page().context().newPage().bringToFront();
        tab.page()
                .waitForFunction(
                        "() => document.visibilityState === 'hidden'",
                        null,
                        // not by animation frames, of which hidden pages have none
                        new Page.WaitForFunctionOptions().setPollingInterval(100));
        tab.page().evaluate("() => { window.wokeAt = NaN }");
    }

    /** Grace says the next thing, and it is stored. */
    void sendWhileSuspended(int number) {
        grace.publish(room, "asleep " + number, room + number);
        grace.receiveReceipt(room + number);
    }

    /** It goes on, and is looked at. */
    void resume() {
        waking.run();
        tab.page().bringToFront();
        tab.awaitMessage("asleep " + LAST);
    }

    /**
     * It has read everything in time, can talk, and had stopped indeed.
     *
     * @param stopped the least it did, in milliseconds
     */
    void assertCaughtUp(double stopped) {
        double took = number("window.caughtUpAt - window.wokeAt");
        assertThat(took).as("milliseconds until caught up").isLessThan(CAUGHT_UP_WITHIN_MILLIS);
        assertThat(number("window.longestPause"))
                .as("milliseconds its timers stopped")
                .isGreaterThan(stopped);
        assertThat(tab.transcript()).containsExactly("awake", "asleep 1", "asleep 2", "asleep 3");
        tab.send("awake again");
        grace.receiveMessage("awake again");
        assertThat(tab.rows("stored")).hasCount(LAST + 2);
        assertThat(tab.rows("pending")).hasCount(0);
        tab.assertNoErrors();
    }

    private double number(String expression) {
        return ((Number) tab.page().evaluate("() => " + expression)).doubleValue();
    }

    private static JsonObject state(String name) {
        JsonObject state = new JsonObject();
        state.addProperty("state", name);
        return state;
    }

    @Override
    public void close() {
        grace.close();
    }
}
