package dev.parley.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A tab that stops for a while, as in a laptop that sleeps, while somebody goes on talking in its room. */
final class Sleep {

    private static final long CAUGHT_UP_WITHIN_MILLIS = 1_000;
    private static final int MESSAGES = 3;

    /**
     * What browsers do to hidden tabs: they say so, and let their timers run once a minute. A Chromium without a window
     * never hides a tab by itself.
     */
    private static final String HIDING = """
            let hidden = false;
            const [timeout, interval] = [window.setTimeout, window.setInterval];
            window.setTimeout = (then, ms = 0, ...more) => timeout(then, hidden ? Math.max(ms, 60000) : ms, ...more);
            window.setInterval = (then, ms, ...more) => {
              let last = Date.now();
              return interval(() => {
                if (hidden && Date.now() - last < 60000) return;
                last = Date.now();
                then(...more);
              }, ms);
            };
            Object.defineProperty(document, 'visibilityState', { get: () => (hidden ? 'hidden' : 'visible') });
            window.hide = (wanted) => {
              hidden = wanted;
              document.dispatchEvent(new Event('visibilitychange'));
            };""";

    /** How a tab goes and comes back. */
    private interface Absence {
        void begins();

        void ends();
    }

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
    void frozenFor(int millis) {
        lasts(millis, tab -> {
            CDPSession tools = tab.page().context().newCDPSession(tab.page());
            return new Absence() {
                @Override
                public void begins() {
                    tools.send("Page.setWebLifecycleState", state("frozen"));
                }

                @Override
                public void ends() {
                    tools.send("Page.setWebLifecycleState", state("active"));
                }
            };
        });
    }

    /** Hides the tab for so long, and looks whether it has caught up a second after it is looked at. */
    void hiddenFor(int millis) {
        lasts(millis, tab -> new Absence() {
            @Override
            public void begins() {
                tab.page().evaluate("() => window.hide(true)");
            }

            @Override
            public void ends() {
                tab.page().evaluate("() => window.hide(false)");
            }
        });
    }

    private void lasts(int millis, Function<Tab, Absence> how) {
        try (BrowserContext context = browsers.context();
                StompTalker grace =
                        StompTalker.at(server.pagePort()).enters(room + "-gr").joins(room)) {
            context.addInitScript(HIDING);
            Tab tab = Tab.open(context, server.page().toString(), "/?room=" + room)
                    .joined(room);
            tab.says("awake");
            grace.hearsSaid("awake");
            Absence absence = how.apply(tab);
            absence.begins();
            try (Page clock = context.newPage()) {
                say(grace, 1);
                // That time has passed is what is awaited; half of it before they go on talking.
                clock.waitForTimeout(millis / 2.0);
                say(grace, 2);
                clock.waitForTimeout(millis / 2.0);
                say(grace, MESSAGES);
            }
            long woken = System.nanoTime();
            absence.ends();
            tab.hears("asleep " + MESSAGES);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - woken)).isLessThan(CAUGHT_UP_WITHIN_MILLIS);
            assertThat(tab.transcript()).containsExactly("awake", "asleep 1", "asleep 2", "asleep 3");
            tab.says("awake again");
            grace.hearsSaid("awake again");
            assertThat(tab.rows("pending")).hasCount(0);
            tab.isWithoutFault();
        }
    }

    private void say(StompTalker grace, int number) {
        grace.posts(room, "asleep " + number, room + number);
        grace.hearsReceipt(room + number);
    }

    private static JsonObject state(String name) {
        JsonObject state = new JsonObject();
        state.addProperty("state", name);
        return state;
    }
}
