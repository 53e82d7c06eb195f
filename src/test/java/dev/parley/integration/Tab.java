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
 * Somebody at a browser's tab, who finds things by the names people and assistive tools know them by. Notes whatever
 * goes wrong in the page. Confined to the thread that launched the browser.
 */
public final class Tab {

    private static final List<String> NO_CONNECTION =
            List.of("WebSocket connection to", "Failed to load resource: net::ERR_");

    private final Page page;
    private final List<String> faults = new ArrayList<>();

    private Tab(BrowserContext context, String home) {
        page = context.newPage();
        page.onConsoleMessage(message -> {
            // A browser notes every connection that fails, which is no fault of the page's.
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
     * @param home where all it asks for has to come from, such as {@code http://localhost:8080}
     * @param path what to open there, such as {@code /?room=java}
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

    /** Opens the page in a browser of its own and joins under this name. */
    public static Tab of(Browsers browsers, URI address, String name) {
        return open(browsers, address).join(name);
    }

    /** Types a name into the join form and presses the button. */
    public Tab requestName(String name) {
        nameBox().fill(name);
        joinButton().click();
        return this;
    }

    /** Joins under a name and waits for the room. */
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

    /** Waits until the transcript shows a message with this in it. */
    public Tab awaitMessage(String text) {
        assertThat(texts().filter(new Locator.FilterOptions().setHasText(text)).first())
                .isVisible();
        return this;
    }

    /** Waits until the page shows this somewhere. */
    public Tab awaitText(String text) {
        assertThat(page.getByText(text).first()).isVisible();
        return this;
    }

    /** Waits until so many messages stand in the transcript. */
    public Tab awaitMessageCount(int messages) {
        assertThat(texts()).hasCount(messages);
        return this;
    }

    /** Every message in the transcript, in its order. */
    public List<String> transcript() {
        return texts().allInnerTexts();
    }

    /** What is in the message box. */
    public String draft() {
        return messageBox().inputValue();
    }

    /** The page itself. */
    public Page page() {
        return page;
    }

    /** Where the name is typed. */
    public Locator nameBox() {
        return page.getByRole(
                AriaRole.TEXTBOX,
                new Page.GetByRoleOptions().setName("Your name").setExact(true));
    }

    /** What joins. */
    public Locator joinButton() {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Join").setExact(true));
    }

    /** Where messages are typed. */
    public Locator messageBox() {
        return box("Message");
    }

    /** A box to type into, by its name. */
    public Locator box(String name) {
        return page.getByRole(
                AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** A button with this in its name. */
    public Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    /** What is read out of a room. */
    public Locator log(String room) {
        return page.getByRole(AriaRole.LOG, new Page.GetByRoleOptions().setName("Messages in " + room));
    }

    /** Who the page says is here. */
    public Locator people() {
        return page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("People here"));
    }

    /** The rooms. */
    public Locator roomList() {
        return page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Rooms"));
    }

    /** How the connection stands. */
    public Locator status() {
        return page.getByRole(AriaRole.STATUS);
    }

    /** The banner that tells of a lost connection. */
    public Locator banner() {
        return page.locator("#banner");
    }

    /** What scrolls. */
    public Locator transcriptBox() {
        return page.locator("#transcript");
    }

    /** The texts of all messages, older and live, in the order shown. */
    public Locator texts() {
        return page.locator("#transcript .message .text");
    }

    /** Rows of a state: pending, refused, stored. */
    public Locator rows(String state) {
        return page.locator("#transcript .message[data-state=" + state + "]");
    }

    /** Writes a picture of it to {@code target/screenshots}. */
    public void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screenshots", name + ".png")));
    }

    /** What went wrong in it: errors on the console, requests to anybody else. */
    public List<String> errors() {
        return faults;
    }

    /** Nothing was written to the console as an error, and nobody else was asked for anything. */
    public void assertNoErrors() {
        assertThat(faults).isEmpty();
    }
}
