package dev.parley.journey;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody at a browser's tab, who finds things by the names people and assistive tools know them by. Notes whatever
 * goes wrong in the page. Confined to the thread that launched the browser.
 */
final class Tab {

    private static final double PATIENCE_MILLIS = 30_000;

    private final Page page;
    private final List<String> faults = new ArrayList<>();

    private Tab(Page page) {
        this.page = page;
    }

    /** Opens the page in a browser of its own and joins under this name. */
    static Tab of(Browsers browsers, URI address, String name) {
        Tab tab = open(browsers, address);
        tab.asksFor(name);
        assertThat(tab.people())
                .containsText(name, new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS));
        return tab;
    }

    /** Opens the page in a browser of its own. */
    static Tab open(Browsers browsers, URI address) {
        BrowserContext context = browsers.context();
        Page page = context.newPage();
        Tab tab = new Tab(page);
        page.onPageError(tab.faults::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(address.toString())) {
                tab.faults.add("a request to " + request.url());
            }
        });
        page.navigate(address.toString());
        return tab;
    }

    /** Types a name into the join form and presses the button. */
    Tab asksFor(String name) {
        box("Your name").fill(name);
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Join").setExact(true))
                .click();
        return this;
    }

    /** Presses a button. */
    Tab press(String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
        return this;
    }

    /** Types a line and sends it. */
    Tab says(String text) {
        box("Message").fill(text);
        box("Message").press("Enter");
        return this;
    }

    /** Waits until the transcript shows a message with this in it. */
    Tab hears(String text) {
        assertThat(texts().filter(new Locator.FilterOptions().setHasText(text)).first())
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MILLIS));
        return this;
    }

    /** Waits until the page shows this somewhere. */
    Tab sees(String text) {
        assertThat(page.getByText(text).first())
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MILLIS));
        return this;
    }

    /** Waits until so many messages stand in the transcript. */
    Tab hearsInAll(int messages) {
        assertThat(texts()).hasCount(messages, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE_MILLIS));
        return this;
    }

    /** Every message in the transcript, in its order. */
    List<String> transcript() {
        return texts().allInnerTexts();
    }

    /** What is in the message box. */
    String unsent() {
        return box("Message").inputValue();
    }

    /** Who the page says is here. */
    Locator people() {
        return page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("People here"));
    }

    Page page() {
        return page;
    }

    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screenshots", name + ".png")));
    }

    List<String> faults() {
        return faults;
    }

    private Locator texts() {
        return page.locator("#transcript .message .text");
    }

    /** A box to type into, by its name. */
    Locator box(String name) {
        return page.getByRole(
                AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
