package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.parley.integration.Tab;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks the parts of the page that are loaded when they are needed. */
@Tag("full")
class PartsOnDemandIT extends PageTestBase {

    private static final String FAILED = "A part of this page could not be loaded.";

    private static Locator status(Tab page) {
        return page.page().locator("#action-status");
    }

    @Test
    void joinFormLoadsNoneOfThemAndTheChatAllOfThem() {
        Set<String> scripts = new TreeSet<>();
        context.onRequest(request -> scripts.add(request.url().replaceFirst(".*/", "")));
        Tab page = page("/");
        page.page().waitForLoadState();
        assertThat(page.page().getByLabel("Your name")).isFocused();
        assertThat(scripts).contains("main.js", "room.js").doesNotContain("personMenu.js", "menu.js", "emojiSearch.js");

        page.join("ada");
        page.page()
                .waitForCondition(() -> scripts.containsAll(List.of(
                        "personMenu.js", "roomMenu.js", "emojiPicker.js", "messageSheet.js", "messageEditor.js")));
        page.assertNoErrors();
    }

    @Test
    void clickBeforeAPartArrivesOpensItWhenItArrives() {
        List<Route> held = new ArrayList<>();
        context.route("**/js/shortcutHelp.js", held::add);
        Tab page = ada();
        page.messageBox().blur();
        page.page().keyboard().press("?");
        page.page().waitForCondition(() -> !held.isEmpty());
        assertThat(page.page().locator("#shortcuts")).isHidden();
        held.forEach(Route::resume);
        assertThat(page.page().locator("#shortcuts")).isVisible();
        page.page().keyboard().press("Escape");
        page.assertNoErrors();
    }

    @Test
    void partThatCannotBeLoadedIsReportedAndTriedAgainAndNothingTypedIsLost() {
        AtomicBoolean isReachable = new AtomicBoolean();
        context.route("**/js/shortcutHelp.js", route -> {
            if (isReachable.get()) {
                route.resume();
            } else {
                route.abort();
            }
        });
        Tab page = ada();
        page.messageBox().fill("half a thought");
        page.transcriptBox().press("?");
        assertThat(status(page)).containsText(FAILED);
        assertAccessible(page, "the failure");
        assertThat(page.messageBox()).hasValue("half a thought");

        isReachable.set(true);
        page.transcriptBox().press("?");
        assertThat(page.page().locator("#shortcuts")).isVisible();
        page.page().keyboard().press("Escape");

        status(page).getByRole(AriaRole.BUTTON, named("Reload")).click();
        assertThat(status(page)).isEmpty();
        assertThat(page.messageBox()).hasValue("half a thought");
        page.assertNoErrors();
    }

    /** As after an upgrade of the server. */
    @Test
    void partOfAnotherVersionIsReported() {
        context.route(
                "**/js/shortcutHelp.js",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/javascript")
                        .setBody("export class ShortcutHelp { #box = document.getElementById('new').firstChild; }")));
        Tab page = ada();
        page.transcriptBox().press("?");
        assertThat(status(page)).containsText(FAILED);
        page.assertNoErrors();
    }

    @Test
    void unsavedEditIsKeptOverAReload() {
        Tab page = ada();
        server.publish("lobby", "ada", "the bulid is red");
        assertThat(page.texts()).hasCount(1);
        page.messageBox().press("ArrowUp");
        page.box("Edit your message").fill("the build");
        page.page().reload();
        assertThat(page.texts()).hasCount(1);
        page.messageBox().press("ArrowUp");
        assertThat(page.box("Edit your message")).hasValue("the build");
        page.page().keyboard().press("Escape");
        page.messageBox().press("ArrowUp");
        assertThat(page.box("Edit your message")).hasValue("the bulid is red");
        page.assertNoErrors();
    }
}
