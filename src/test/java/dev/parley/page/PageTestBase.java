package dev.parley.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import dev.parley.integration.Browsers;
import dev.parley.integration.Tab;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Provides a browser, the files of the page and a scripted server for each test. */
abstract class PageTestBase {

    private static Browsers browsers;
    static PageSite site;

    BrowserContext context;
    ScriptedPageServer server;

    @BeforeAll
    static void launch() throws IOException {
        browsers = Browsers.launch();
        site = new PageSite();
    }

    @AfterAll
    static void closeBrowsers() {
        if (site != null) {
            site.close();
        }
        if (browsers != null) {
            browsers.close();
        }
    }

    @BeforeEach
    void open() {
        context = browsers.context(contextOptions());
        server = new ScriptedPageServer().attachTo(context);
        site.setSettings(PageSite.Settings.DEFAULT);
        site.respondWith(server::historyPage);
    }

    @AfterEach
    void close() {
        context.close();
    }

    /** Opens the dialog of settings. */
    static void openSettings(Tab page) {
        page.button("Settings").click();
        com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat(
                        page.page().locator("#preferences"))
                .isVisible();
    }

    /** Returns the options of the browser. */
    Browser.NewContextOptions contextOptions() {
        return new Browser.NewContextOptions();
    }

    /** Opens another browser; the caller closes it. */
    static BrowserContext browser(Browser.NewContextOptions options) {
        return browsers.context(options);
    }

    Tab page(String path) {
        return Tab.open(context, site.address(""), path);
    }

    Tab ada() {
        return page("/").join("ada");
    }

    /** Checks that Axe finds no violations. */
    static void assertAccessible(Tab page, String where) {
        List<Rule> violations = new AxeBuilder(page.page()).analyze().getViolations();
        assertThat(violations)
                .as(where)
                .extracting(rule -> rule.getId() + ": "
                        + rule.getNodes().stream().map(node -> node.getHtml()).toList())
                .isEmpty();
    }

    static Locator.GetByRoleOptions named(String name) {
        return new Locator.GetByRoleOptions().setName(name);
    }
}
