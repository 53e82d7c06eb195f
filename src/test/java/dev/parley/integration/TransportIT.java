package dev.parley.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that the page connects where the first transports do not work. */
class TransportIT {

    private static final double ALL_TRANSPORTS_MILLIS = 12_000;

    @TempDir
    private static Path folder;

    private static Browsers browsers;
    private static ServerProcess server;

    @BeforeAll
    static void start() {
        browsers = Browsers.launch();
        server = ServerProcess.start(folder);
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

    private static void assertConnects(BrowserContext context, URI address, String name) {
        Tab page = Tab.open(context, address.toString().replaceFirst("/$", ""), "/");
        page.requestName(name);
        assertThat(page.people())
                .containsText(name, new LocatorAssertions.ContainsTextOptions().setTimeout(ALL_TRANSPORTS_MILLIS));
        page.send("hello from " + name);
        assertThat(page.rows("stored").last()).containsText("hello from " + name);
        page.assertNoErrors();
    }

    @Test
    void pageConnectsThroughAProxyThatPassesTheUpgradeAndNoFrame() {
        try (WebSocketBlockingProxy proxy = WebSocketBlockingProxy.silentBefore(server.pagePort())) {
            assertConnects(browsers.context(), proxy.address(), "quiet");
        }
    }

    @Test
    void pageConnectsWithoutWebSocket() {
        BrowserContext context = browsers.context();
        context.addInitScript("delete window.WebSocket");
        assertConnects(context, server.page(), "none");
    }

    @Test
    void pageConnectsIfWebSocketThrows() {
        BrowserContext context = browsers.context();
        context.addInitScript("window.WebSocket = function () { throw new DOMException('no', 'SecurityError'); }");
        assertConnects(context, server.page(), "throws");
    }

    @Test
    void pageConnectsWhereResponsesAreHeldBackUntilTheirEnd() {
        BrowserContext context = browsers.context();
        context.addInitScript("delete window.WebSocket");
        context.route("**/xhr_streaming*", route -> {});
        assertConnects(context, server.page(), "buffered");
    }
}
