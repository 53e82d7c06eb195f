package dev.parley.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Controls a browser tab. Finds elements by their accessible names, and records the errors of the page. Confined to the
 * thread that launched the browser.
 */
public final class Tab {

    /**
     * Walks from the middle of each button, link, box and option to the points that still hit it, in the part of the page
     * that can be used: an open dialog, an open list of completions, an open drawer, or the page. A link within the text of
     * a message is as high as its line (WCAG 2.5.5 excepts it).
     */
    private static final String SMALL_TARGETS = """
            async () => {
              const moving = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime !== Infinity);
              await Promise.allSettled(moving.map((one) => one.finished));
              const shown = (one) => one.checkVisibility({ visibilityProperty: true });
              const part = ['dialog[open]', '#completion', '.rooms.open', '.people.open', 'body']
                  .map((selector) => document.querySelector(selector)).find((one) => one && shown(one));
              const hits = (one, x, y) => {
                const hit = document.elementFromPoint(x, y);
                return one.contains(hit) || [...(one.labels ?? [])].some((label) => label.contains(hit));
              };
              const small = (one) => {
                one.scrollIntoView({ block: 'nearest' });
                const { left, top, width, height } = one.getBoundingClientRect();
                const [x, y] = [left + width / 2, top + height / 2];
                const reach = (dx, dy) => {
                  let distance = 0;
                  while (distance < 44 && hits(one, x + dx * (distance + 0.25), y + dy * (distance + 0.25))) distance += 0.5;
                  return distance;
                };
                const size = [reach(-1, 0) + reach(1, 0), reach(0, -1) + reach(0, 1)];
                const name = one.id || one.getAttribute('aria-label') || one.textContent.trim() || one.className;
                return size.some((length) => length < 44) ? [`${name}: ${size.join(' x ')}`] : [];
              };
              return [...part.querySelectorAll('button, a, input, textarea, select, [role=option]')]
                  .filter((one) => shown(one) && !one.matches('.skip, .text a')).flatMap(small);
            }""";

    private static final List<String> NO_CONNECTION =
            List.of("WebSocket connection to", "Failed to load resource: net::ERR_");

    private final Page page;
    private final List<String> faults = new ArrayList<>();

    private Tab(BrowserContext context, String home) {
        page = context.newPage();
        page.onConsoleMessage(message -> {
            // A browser logs every failed connection as an error, although the page is not at fault.
            if (message.type().equals("error") && NO_CONNECTION.stream().noneMatch(message.text()::startsWith)) {
                faults.add(message.text());
            }
        });
        page.onPageError(faults::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(home)) {
                faults.add("a request to " + request.url());
            }
        });
        page.onWebSocket(socket -> {
            if (!socket.url().startsWith(home.replaceFirst("^http", "ws"))) {
                faults.add("a socket to " + socket.url());
            }
        });
    }

    /**
     * Opens a page.
     *
     * @param home the origin of all its requests, such as {@code http://localhost:8080}
     * @param path the path and query, such as {@code /?room=java}
     */
    public static Tab open(BrowserContext context, String home, String path) {
        Tab tab = new Tab(context, home);
        tab.page.navigate(home + path);
        return tab;
    }

    /** Opens the page in a browser of its own. */
    public static Tab open(Browsers browsers, URI address) {
        return open(browsers.context(), address.toString().replaceFirst("/$", ""), "/");
    }

    /** Opens the page in a browser of its own and joins under this nickname. */
    public static Tab of(Browsers browsers, URI address, String name) {
        return open(browsers, address).join(name);
    }

    /** Types a nickname into the join form and presses the button. */
    public Tab requestName(String name) {
        nameBox().fill(name);
        joinButton().click();
        return this;
    }

    /** Joins under a nickname and waits for the room. */
    public Tab join(String name) {
        requestName(name);
        assertThat(people()).containsText(name);
        return this;
    }

    /** Presses a button. */
    public Tab press(String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
        return this;
    }

    /** Types a line and sends it. */
    public Tab send(String text) {
        messageBox().fill(text);
        messageBox().press("Enter");
        return this;
    }

    /** Waits until the transcript shows a message that contains this. */
    public Tab awaitMessage(String text) {
        assertThat(texts().filter(new Locator.FilterOptions().setHasText(text)).first())
                .isVisible();
        return this;
    }

    /** Waits until the page shows this text. */
    public Tab awaitText(String text) {
        assertThat(page.getByText(text).first()).isVisible();
        return this;
    }

    /** Waits until the transcript has this many messages. */
    public Tab awaitMessageCount(int messages) {
        assertThat(texts()).hasCount(messages);
        return this;
    }

    /** Returns the texts of the transcript, in order. */
    public List<String> transcript() {
        return texts().allInnerTexts();
    }

    /** Returns the content of the message box. */
    public String draft() {
        return messageBox().inputValue();
    }

    /** Returns the page. */
    public Page page() {
        return page;
    }

    /** Returns the nickname box. */
    public Locator nameBox() {
        return page.getByRole(
                AriaRole.TEXTBOX,
                new Page.GetByRoleOptions().setName("Your name").setExact(true));
    }

    /** Returns the join button. */
    public Locator joinButton() {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Join").setExact(true));
    }

    /** Returns the message box. */
    public Locator messageBox() {
        return box("Message");
    }

    /** Returns the text box of this name. */
    public Locator box(String name) {
        return page.getByRole(
                AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Returns the button whose name contains this. */
    public Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    /** Returns the log region of a room, which screen readers announce. */
    public Locator log(String room) {
        return page.getByRole(AriaRole.LOG, new Page.GetByRoleOptions().setName("Messages in " + room));
    }

    /** Returns the list of users. */
    public Locator people() {
        return page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("People here"));
    }

    /** Returns the list of rooms. */
    public Locator roomList() {
        return page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Rooms"));
    }

    /** Returns the status of the connection. */
    public Locator status() {
        return page.getByRole(AriaRole.STATUS);
    }

    /** Returns the banner of a lost connection. */
    public Locator banner() {
        return page.locator("#banner");
    }

    /** Returns the scrollable element. */
    public Locator transcriptBox() {
        return page.locator("#transcript");
    }

    /** Returns the texts of all messages, in the order shown. */
    public Locator texts() {
        return page.locator("#transcript .message .text");
    }

    /** Returns the rows of a state: pending, refused, stored. */
    public Locator rows(String state) {
        return page.locator("#transcript .message[data-state=" + state + "]");
    }

    /** Writes a screenshot to {@code target/screenshots}. */
    public void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screenshots", name + ".png")));
    }

    /**
     * Checks that a finger can hit each button, link, box and option that can be used now: 44 pixels wide and high.
     *
     * @param where the state of the page, for the message of the failure
     */
    public void assertFitForFingers(String where) {
        assertThat((List<?>) page.evaluate(SMALL_TARGETS)).as(where).isEmpty();
    }

    /** Returns the errors: error lines of the console, and requests to other origins. */
    public List<String> errors() {
        return faults;
    }

    /** Checks that the console has no errors and that no request went to another origin. */
    public void assertNoErrors() {
        assertThat(faults).isEmpty();
    }
}
