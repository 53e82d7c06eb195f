package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.parley.integration.Tab;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks what a user sees if the page cannot start or if no transport works. */
@Tag("full")
@Tag("waits")
class StartIT extends PageTestBase {

    private static final double ALL_TRANSPORTS_MILLIS = 12_000;

    private static final Route.FulfillOptions NOT_FOUND =
            new Route.FulfillOptions().setStatus(404).setBody("");

    @ParameterizedTest
    @ValueSource(strings = {"**/js/room.js", "**/js/main.js", "**/js/i18n.js", "**/stomp.umd.min.js"})
    void missingScriptIsReported(String script) {
        context.route(script, route -> route.fulfill(NOT_FOUND));
        Tab page = page("/");
        Locator problem = page.page().locator("#start-problem");
        assertThat(problem).isVisible();
        assertThat(problem).containsText("A part of this page could not be loaded, so the chat cannot start.");
        page.screenshot("start-problem");
        assertAccessible(page, "start problem");
    }

    @Test
    void missingStylesAndScriptsAreReported() {
        context.route("**/*.{js,css}", route -> route.fulfill(NOT_FOUND));
        Tab page = page("/");
        assertThat(page.page().locator("#start-problem")).isVisible();
        page.screenshot("start-problem-without-styles");
    }

    @Test
    void scriptThatFailsIsReported() {
        context.addInitScript("Intl.ListFormat = undefined");
        assertThat(page("/").page().locator("#start-problem")).isVisible();
    }

    @Test
    void problemIsReportedAlsoWithoutTheScriptThatDetectsIt() {
        context.route("**/js/{room,startCheck}.js", route -> route.fulfill(NOT_FOUND));
        Tab page = page("/");
        assertThat(page.page().locator("#start-problem")).isVisible();
    }

    @Test
    void pageThatHasStartedReportsNothing() {
        Tab page = page("/");
        assertThat(page.nameBox()).isFocused();
        assertThat(page.page().locator("#start-problem")).hasCount(0);
        page.assertNoErrors();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "delete window.WebSocket", "window.WebSocket = function () { throw new Error('no'); }"})
    void blockedTransportsAreReported(String script) {
        context.addInitScript(script);
        // The WebSocket opens and stays silent.
        context.routeWebSocket("**/ws/websocket", socket -> {});
        context.route(
                "**/ws/info*",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody("{\"websocket\":true}")));
        context.route("**/ws/*/*/**", Route::abort);
        Tab page = page("/");
        page.requestName("ada");
        assertThat(page.page().locator("#name-help"))
                .containsText(
                        "cannot be reached, although this page loads. A proxy, a virus scanner or a browser extension",
                        new LocatorAssertions.ContainsTextOptions().setTimeout(ALL_TRANSPORTS_MILLIS));
        page.screenshot("transports-blocked");
        assertThat(page.joinButton()).hasText("Join");
    }
}
