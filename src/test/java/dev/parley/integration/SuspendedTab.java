package dev.parley.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.net.URI;

/**
 * Controls a tab that is suspended for a while, as in a laptop that sleeps, while another user sends messages to its
 * room.
 */
final class SuspendedTab implements AutoCloseable {

    private static final double CAUGHT_UP_WITHIN_MILLIS = 1_000;

    /** The number of the last message that is sent while the tab is suspended. */
    private static final int LAST = 3;

    /**
     * A script that records when the page resumed, when it showed the last message, and how long its timers had
     * stopped.
     */
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
    private final StompLibraryClient sender;
    private final Tab tab;
    private Runnable resumeAction = () -> {};

    private SuspendedTab(String room, StompLibraryClient sender, Tab tab) {
        this.room = room;
        this.sender = sender;
        this.tab = tab;
    }

    /** Joins a room in a tab, through this address of the server, and logs in the sender. */
    static SuspendedTab open(WindowedBrowser windowedBrowser, URI address, ServerProcess server, String room) {
        StompLibraryClient sender = StompLibraryClient.connect(server.pagePort())
                .logIn(room + "-gr")
                .join(room);
        Tab tab = Tab.open(windowedBrowser.context(), address.toString(), "/?room=" + room)
                .join(room);
        tab.page().evaluate("() => {" + NOTES + "}");
        tab.send("awake");
        sender.receiveMessage("awake");
        assertThat(tab.rows("stored")).hasCount(1);
        return new SuspendedTab(room, sender, tab);
    }

    /** Freezes the page, as in a machine that sleeps. */
    void freeze() {
        CDPSession tools = tab.page().context().newCDPSession(tab.page());
        tools.send("Page.setWebLifecycleState", state("frozen"));
        resumeAction = () -> tools.send("Page.setWebLifecycleState", state("active"));
    }

    /** Opens another tab in front of this one. */
    void hide() {
        tab.page().context().newPage().bringToFront();
        tab.page()
                .waitForFunction(
                        "() => document.visibilityState === 'hidden'",
                        null,
                        // Not by animation frames, which hidden pages do not have.
                        new Page.WaitForFunctionOptions().setPollingInterval(100));
        tab.page().evaluate("() => { window.wokeAt = NaN }");
    }

    /** Sends a message of this number from the other user, and waits until it is stored. */
    void sendWhileSuspended(int number) {
        sender.publish(room, "asleep " + number, room + number);
        sender.receiveReceipt(room + number);
    }

    /** Resumes the page and shows it. */
    void resume() {
        resumeAction.run();
        tab.page().bringToFront();
        tab.awaitMessage("asleep " + LAST);
    }

    /**
     * Checks that the page has shown everything in time, can send, and was really suspended.
     *
     * @param stopped the minimum time that its timers were stopped, in milliseconds
     */
    void assertCaughtUp(double stopped) {
        double took = evaluateNumber("window.caughtUpAt - window.wokeAt");
        assertThat(took).as("milliseconds until caught up").isLessThan(CAUGHT_UP_WITHIN_MILLIS);
        assertThat(evaluateNumber("window.longestPause"))
                .as("milliseconds its timers stopped")
                .isGreaterThan(stopped);
        assertThat(tab.transcript()).containsExactly("awake", "asleep 1", "asleep 2", "asleep 3");
        tab.send("awake again");
        sender.receiveMessage("awake again");
        assertThat(tab.rows("stored")).hasCount(LAST + 2);
        assertThat(tab.rows("pending")).hasCount(0);
        tab.assertNoErrors();
    }

    private double evaluateNumber(String expression) {
        return ((Number) tab.page().evaluate("() => " + expression)).doubleValue();
    }

    private static JsonObject state(String name) {
        JsonObject state = new JsonObject();
        state.addProperty("state", name);
        return state;
    }

    @Override
    public void close() {
        sender.close();
    }
}
