package dev.parley.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.concurrent.TimeUnit;

/** A tab that stops for a while, as in a laptop that sleeps, while somebody goes on talking in its room. */
final class Sleep {

    private static final long CAUGHT_UP_WITHIN_MILLIS = 1_000;
    private static final int MESSAGES = 3;

    private final Browsers browsers;
    private final ServerProcess server;
    private final String room;

    private Sleep(Browsers browsers, ServerProcess server, String room) {
        this.browsers = browsers;
        this.server = server;
        this.room = room;
    }

    static Sleep of(Browsers browsers, ServerProcess server, String room) {
        return new Sleep(browsers, server, room);
    }

    /** Freezes the page for so long, and looks whether it has caught up a second after waking. */
    void lasts(int millis) {
        try (BrowserContext context = browsers.context();
                StompTalker grace =
                        StompTalker.at(server.pagePort()).enters(room + "-gr").joins(room)) {
            Tab tab = Tab.open(context, server.page().toString(), "/?room=" + room)
                    .joined(room);
            tab.says("awake");
            grace.hearsSaid("awake");
            CDPSession tools = context.newCDPSession(tab.page());
            tools.send("Page.setWebLifecycleState", state("frozen"));
            for (int i = 1; i <= MESSAGES; i++) {
                grace.posts(room, "asleep " + i, room + i);
                grace.hearsReceipt(room + i);
            }
            // The awaited condition is that time has passed.
            try (Page clock = context.newPage()) {
                clock.waitForTimeout(millis);
            }
            long woken = System.nanoTime();
            tools.send("Page.setWebLifecycleState", state("active"));
            tab.hears("asleep " + MESSAGES);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - woken)).isLessThan(CAUGHT_UP_WITHIN_MILLIS);
            assertThat(tab.transcript()).containsExactly("awake", "asleep 1", "asleep 2", "asleep 3");
            tab.says("awake again");
            grace.hearsSaid("awake again");
            assertThat(tab.rows("pending")).hasCount(0);
            tab.isWithoutFault();
        }
    }

    private static JsonObject state(String name) {
        JsonObject state = new JsonObject();
        state.addProperty("state", name);
        return state;
    }
}
