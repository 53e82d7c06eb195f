package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The page in one tab, by the names people and assistive tools know its parts by; and what went wrong in it. */
final class OpenPage {

    private final Page page;
    private final List<String> faults = new ArrayList<>();

    OpenPage(BrowserContext context, PageSite site, String path) {
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                faults.add(message.text());
            }
        });
        page.onPageError(faults::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(site.address("/"))) {
                faults.add("a request to " + request.url());
            }
        });
        page.navigate(site.address(path));
    }

    /** Joins under a name and waits for the room. */
    OpenPage joined(String name) {
        nameBox().fill(name);
        joinButton().click();
        assertThat(messageBox()).isVisible();
        assertThat(people()).containsText(name);
        return this;
    }

    Page page() {
        return page;
    }

    Locator nameBox() {
        return page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Your name"));
    }

    Locator joinButton() {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Join").setExact(true));
    }

    Locator messageBox() {
        return page.getByRole(
                AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Message").setExact(true));
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    Locator log(String room) {
        return page.getByRole(AriaRole.LOG, new Page.GetByRoleOptions().setName("Messages in " + room));
    }

    Locator people() {
        return page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("People here"));
    }

    Locator roomList() {
        return page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Rooms"));
    }

    Locator status() {
        return page.getByRole(AriaRole.STATUS);
    }

    /** The texts of all messages, older and live, in the order shown. */
    Locator texts() {
        return page.locator("#transcript .message .text");
    }

    /** Rows of a state: pending, refused, stored. */
    Locator rows(String state) {
        return page.locator("#transcript .message[data-state=" + state + "]");
    }

    void say(String text) {
        messageBox().fill(text);
        messageBox().press("Enter");
    }

    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screenshots", name + ".png")));
    }

    /** Nothing was written to the console as an error, and nobody else was asked for anything. */
    void isWithoutFault() {
        assertThat(faults).isEmpty();
    }
}
