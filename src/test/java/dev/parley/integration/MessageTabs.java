package dev.parley.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;

/** Opens a served page on a desktop and on a phone, and acts on its messages like a user. */
record MessageTabs(ServedPage page) {

    /** Opens a browser with a pointer, which lets the page use the clipboard. */
    BrowserContext desktop() {
        return page.browsers()
                .context(new Browser.NewContextOptions()
                        .setViewportSize(1280, 720)
                        .setPermissions(List.of("clipboard-read", "clipboard-write"))
                        .setReducedMotion(ReducedMotion.REDUCE));
    }

    /** Opens a browser with a touch screen. */
    BrowserContext phone() {
        return page.browsers()
                .context(new Browser.NewContextOptions()
                        .setViewportSize(390, 844)
                        .setHasTouch(true)
                        .setIsMobile(true)
                        .setReducedMotion(ReducedMotion.REDUCE));
    }

    /** Joins a room; the list of users is hidden on a phone. */
    Tab join(BrowserContext context, String room, String name) {
        Tab tab = Tab.open(context, page.home(), "/?room=" + room).requestName(name);
        assertThat(tab.messageBox()).isVisible();
        return tab;
    }

    /** Returns the last message whose own text contains this; a reply also has that of another message. */
    static Locator row(Tab tab, String text) {
        Locator own = tab.page().locator(".text", new Page.LocatorOptions().setHasText(text));
        return tab.page()
                .locator("#transcript .message")
                .filter(new Locator.FilterOptions().setHas(own))
                .last();
    }

    static Locator toolbar(Tab tab) {
        return tab.page().getByRole(AriaRole.TOOLBAR);
    }

    /** Points at a message and presses a button of its toolbar. */
    static void act(Tab tab, String text, String action) {
        row(tab, text).hover();
        toolbar(tab)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(action))
                .click();
    }

    static void press(Tab tab, String... keys) {
        for (String key : keys) {
            tab.page().keyboard().press(key);
        }
    }

    static void assertAccessible(Tab tab) {
        assertThat(new AxeBuilder(tab.page()).analyze().getViolations()).isEmpty();
    }

    static Locator.GetByRoleOptions named(String name) {
        return new Locator.GetByRoleOptions().setName(name);
    }

    static Locator sheetButton(Tab tab, String name) {
        return tab.page().locator("#message-sheet").getByRole(AriaRole.BUTTON, named(name));
    }

    /** Presses with a finger until the sheet opens. */
    static void longPress(Tab tab, Locator row) {
        BoundingBox box = row.locator(".text").boundingBox();
        CDPSession session = tab.page().context().newCDPSession(tab.page());
        touch(session, "touchStart", "{\"x\": " + (box.x + 10) + ", \"y\": " + (box.y + box.height / 2) + "}");
        assertThat(tab.page().locator("#message-sheet")).isVisible();
        touch(session, "touchEnd", "");
        session.detach();
    }

    private static void touch(CDPSession session, String type, String points) {
        String arguments = "{\"type\": \"" + type + "\", \"touchPoints\": [" + points + "]}";
        session.send("Input.dispatchTouchEvent", new Gson().fromJson(arguments, JsonObject.class));
    }
}
