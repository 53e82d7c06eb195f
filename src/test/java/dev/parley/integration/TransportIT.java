package dev.parley.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Checks that the page connects where the first transports do not work. */
@Tag("full")
@Tag("waits")
class TransportIT {

    private static final double ALL_TRANSPORTS_MILLIS = 12_000;

    @TempDir
    private static Path folder;

    @RegisterExtension
    private static final ServedPage PAGE = ServedPage.with();

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
        try (TestProxy proxy = TestProxy.swallowingFrames(PAGE.server().pagePort())) {
            assertConnects(PAGE.browsers().context(), proxy.address(), "quiet");
        }
    }

    @Test
    void pageConnectsWithoutWebSocket() {
        BrowserContext context = PAGE.browsers().context();
        context.addInitScript("delete window.WebSocket");
        assertConnects(context, PAGE.server().page(), "none");
    }

    @Test
    void pageConnectsIfWebSocketThrows() {
        BrowserContext context = PAGE.browsers().context();
        context.addInitScript("window.WebSocket = function () { throw new DOMException('no', 'SecurityError'); }");
        assertConnects(context, PAGE.server().page(), "throws");
    }

    @Test
    void pageConnectsWhereResponsesAreHeldBackUntilTheirEnd() {
        BrowserContext context = PAGE.browsers().context();
        context.addInitScript("delete window.WebSocket");
        context.route("**/xhr_streaming*", route -> {});
        assertConnects(context, PAGE.server().page(), "buffered");
    }

    @Test
    void pageConnectsBelowAPathThatAProxyRemoves() {
        try (TestProxy proxy = TestProxy.removingPrefix("/chat", PAGE.server().pagePort())) {
            assertConnects(PAGE.browsers().context(), proxy.address().resolve("/chat"), "below");
        }
    }

    @Test
    void pageConnectsBelowAContextPath() {
        try (ServerProcess server = ServerProcess.start(folder, "--server.servlet.context-path=/chat")) {
            assertThat(server.output()).anyMatch(line -> line.contains("/chat"));
            assertConnects(PAGE.browsers().context(), server.page().resolve("/chat"), "context");
        }
    }
}
