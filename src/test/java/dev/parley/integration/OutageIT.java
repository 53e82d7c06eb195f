package dev.parley.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a server for ten seconds while three pairs of tabs exchange messages, each in a room of its own: one pair
 * waits, one reloads meanwhile, and one connects through a proxy that blocks WebSockets. All tests share one outage.
 */
@Tag("full")
@Tag("waits")
class OutageIT {

    private static final Duration OUTAGE = Duration.ofSeconds(10);
    private static final double BANNER_WITHIN_MILLIS = 10_000;
    private static final double RECONNECTED_WITHIN_MILLIS = 60_000;
    private static final double CLICKED_WITHIN_MILLIS = 2_000;

    @TempDir
    private static Path folder;

    private static Browsers browsers;
    private static ServerProcess server;
    private static TestProxy proxy;
    private static Pair waiting;
    private static Pair reloaded;
    private static Pair blocked;

    /** Represents two users in a room; ada sends while the server is down. */
    private record Pair(Tab ada, Tab bob) {

        static Pair in(String room, URI address) {
            return new Pair(tab(room, address, room + "-ada"), tab(room, address, room + "-bob"));
        }

        private static Tab tab(String room, URI address, String name) {
            BrowserContext context = browsers.context();
            return Tab.open(context, address.toString(), "/?room=" + room).join(name);
        }

        void exchangeMessages() {
            ada.send("before one");
            bob.awaitMessage("before one").send("before two");
            ada.awaitMessage("before two");
        }

        void assertConnectionLost() {
            assertThat(ada.banner())
                    .containsText(
                            "Connection lost. New messages are sent when you are connected again.",
                            new LocatorAssertions.ContainsTextOptions().setTimeout(BANNER_WITHIN_MILLIS));
            assertThat(ada.page().locator("#countdown")).hasText(Pattern.compile("Reconnecting( in \\d+ s)?…"));
            assertThat(ada.button("Try now")).isVisible();
        }

        void sendWhileDisconnected() {
            for (String text : List.of("away one", "away two", "away three")) {
                ada.send(text);
            }
            assertThat(ada.rows("pending")).hasCount(3);
            assertThat(ada.rows("pending").last()).containsText("sending…");
            assertThat(ada.messageBox()).isEnabled();
        }

        /** Presses the button in one tab, and reports a restored network in the other. */
        void reconnectNow() {
            try {
                ada.button("Try now").click(new Locator.ClickOptions().setTimeout(CLICKED_WITHIN_MILLIS));
            } catch (TimeoutError ignored) {
                // The tab reconnected by itself a moment before.
                assertThat(ada.button("Try now")).isHidden();
            }
            bob.page().evaluate("() => window.dispatchEvent(new Event('online'))");
        }

        void assertEachMessageOnceInOrder() {
            for (Tab tab : List.of(ada, bob)) {
                assertThat(tab.rows("stored"))
                        .hasCount(5, new LocatorAssertions.HasCountOptions().setTimeout(RECONNECTED_WITHIN_MILLIS));
                assertThat(tab.transcript())
                        .containsExactly("before one", "before two", "away one", "away two", "away three");
                assertThat(tab.people()).containsText("-ada");
                assertThat(tab.people()).containsText("-bob");
            }
            assertThat(ada.page().locator("#countdown")).isEmpty();
            bob.send("and on");
            ada.awaitMessage("and on");
            assertThat(ada.rows("pending")).hasCount(0);
            ada.assertNoErrors();
            bob.assertNoErrors();
        }
    }

    @BeforeAll
    static void killAndRestartServer() {
        browsers = Browsers.launch();
        server = ServerProcess.start(folder);
        proxy = TestProxy.refusingUpgrades(server.pagePort());
        waiting = Pair.in("wait", server.page());
        reloaded = Pair.in("load", server.page());
        blocked = Pair.in("old", proxy.address());
        List<Pair> all = List.of(waiting, reloaded, blocked);
        all.forEach(Pair::exchangeMessages);
        assertThat(blocked.ada.page().evaluate("() => typeof SockJS")).isEqualTo("function");
        assertThat(waiting.ada.page().evaluate("() => typeof SockJS")).isEqualTo("undefined");

        server.kill();
        long until = System.nanoTime() + OUTAGE.toNanos();
        all.forEach(Pair::assertConnectionLost);
        waiting.ada.screenshot("server-killed");
        all.forEach(Pair::sendWhileDisconnected);
        reload(reloaded.ada);
        waiting.bob.page().waitForTimeout(Math.max(0, (until - System.nanoTime()) / 1e6));
        server = server.restart();
        reload(reloaded.ada);
        all.forEach(Pair::reconnectNow);
    }

    /** Reloads the tab. The server is down, so the load fails, but the tab keeps its stored state. */
    private static void reload(Tab tab) {
        try {
            tab.page().reload();
        } catch (PlaywrightException e) {
            assertThat(e).hasMessageContaining("ERR_CONNECTION_REFUSED");
        }
    }

    @AfterAll
    static void end() {
        if (proxy != null) {
            proxy.close();
        }
        if (server != null) {
            server.close();
        }
        if (browsers != null) {
            browsers.close();
        }
    }

    @Test
    void serverKillLosesAndDuplicatesNothing() {
        waiting.assertEachMessageOnceInOrder();
    }

    @Test
    void reloadDuringTheOutageLosesAndDuplicatesNothing() {
        reloaded.assertEachMessageOnceInOrder();
    }

    @Test
    void sockJsFallbackLosesAndDuplicatesNothing() {
        blocked.assertEachMessageOnceInOrder();
    }
}
