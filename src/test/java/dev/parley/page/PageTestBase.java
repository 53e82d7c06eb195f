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

/** A browser, the page's files and a scripted server for each test: what the journeys through the page have in common. */
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
    static void shut() {
        if (site != null) {
            site.close();
        }
        if (browsers != null) {
            browsers.close();
        }
    }

    @BeforeEach
    void open() {
        context = browsers.context(somebody());
        server = new ScriptedPageServer().in(context);
        site.settings(PageSite.Settings.USUAL);
        site.answering(server::page);
    }

    @AfterEach
    void close() {
        context.close();
    }

    /** What the browser is like. */
    Browser.NewContextOptions somebody() {
        return new Browser.NewContextOptions();
    }

    /** Another browser than the one every test has; its user closes it. */
    static BrowserContext browser(Browser.NewContextOptions options) {
        return browsers.context(options);
    }

    Tab page(String path) {
        return Tab.open(context, site.address(""), path);
    }

    Tab ada() {
        return page("/").joined("ada");
    }

    /** Axe finds nothing to complain about. */
    static void barsNobody(Tab page, String where) {
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
