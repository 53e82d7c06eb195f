package dev.parley.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Checks the page as the real server serves it: its size, its languages, its origins, and duplicated tabs. */
@Tag("waits")
@Tag("full")
class ServedPageIT {

    private static final int MOST_BYTES = 120 * 1024;
    private static final double MOST_MILLIS_TO_READ = 500;

    @RegisterExtension
    private static final ServedPage PAGE = ServedPage.with();

    @Test
    void firstLoadTransfersAtMost120KilobytesWithoutSockJs() {
        try (BrowserContext context = PAGE.browsers().context()) {
            Page page = context.newPage();
            CDPSession network = context.newCDPSession(page);
            long[] bytes = {0};
            Set<String> requested = new HashSet<>();
            network.on(
                    "Network.requestWillBeSent",
                    event -> requested.add(
                            event.getAsJsonObject("request").get("url").getAsString()));
            network.on(
                    "Network.loadingFinished",
                    event -> bytes[0] += event.get("encodedDataLength").getAsLong());
            network.send("Network.enable");
            page.navigate(PAGE.home() + "/");
            assertThat(page.getByLabel("Your name")).isFocused();
            page.waitForLoadState();
            assertThat(requested).hasSizeBetween(5, 12).noneMatch(url -> url.matches(".*(sockjs|woff|ttf|otf).*"));
            assertThat(requested).allMatch(url -> url.startsWith(PAGE.home() + "/"));
            assertThat(bytes[0]).isBetween(20_000L, (long) MOST_BYTES);
        }
    }

    @Test
    void secondVisitLoadsNoStaticFileFromTheServer() {
        try (BrowserContext context = PAGE.browsers().context()) {
            Page first = context.newPage();
            first.navigate(PAGE.home() + "/");
            first.waitForLoadState();
            Page second = context.newPage();
            second.navigate(PAGE.home() + "/");
            second.waitForLoadState();
            assertThat(second.getByLabel("Your name")).isFocused();
            assertThat(second.evaluate("() => performance.getEntriesByType('resource').length > 4"))
                    .isEqualTo(true);
            assertThat(
                            second.evaluate(
                                    "() => performance.getEntriesByType('resource').filter((file) => file.transferSize > 0).map((file) => file.name)"))
                    .isEqualTo(List.of());
        }
    }

    /**
     * Half of the second until the first message is shown is for the page; the rest is for the network and the PAGE.server().
     */
    @Test
    void firstMessageIsShownWithinHalfASecondOfProcessorTime() {
        try (BrowserContext context = PAGE.browsers().context()) {
            Tab tab = Tab.open(context, PAGE.home(), "/?room=quick").join("quick");
            tab.send("read me").awaitMessage("read me");
            assertThat(tab.rows("stored")).hasCount(1);
            MainThreadTasks mainThreadTasks = MainThreadTasks.of(tab.page());
            tab.page().reload();
            assertThat(tab.page().locator("#older .text")).hasText("read me");
            assertThat(mainThreadTasks.totalMillis()).isLessThan(MOST_MILLIS_TO_READ);
            tab.assertNoErrors();
        }
    }

    @Test
    void duplicatedTabLogsInAsAnotherUserAndTheFirstStaysConnected() {
        try (BrowserContext context = PAGE.browsers().context()) {
            Tab tab = Tab.open(context, PAGE.home(), "/?room=twice").join("twice");
            tab.send("mine");
            // A window opened by a page has a copy of its session storage, as a duplicated tab has.
            Page copy = context.waitForPage(() -> tab.page().evaluate("() => { window.open(location.href) }"));
            assertThat(copy.getByLabel("Your name")).isVisible();
            assertThat(copy.getByLabel("Your name")).hasValue("twice");
            assertThat(copy.evaluate("() => Object.keys(sessionStorage)"))
                    .asString()
                    .isEqualTo("[parley.tab]");
            tab.send("still here").awaitMessage("still here");
            assertThat(tab.banner()).hasAttribute("data-kind", "quiet");
            copy.getByLabel("Your name").fill("other");
            copy.keyboard().press("Enter");
            assertThat(copy.locator("#people-list")).containsText("other");
            assertThat(tab.people()).containsText("other");
            tab.assertNoErrors();
        }
    }

    @Test
    void reloadResumesTheSessionWithoutAPresenceEvent() {
        try (BrowserContext context = PAGE.browsers().context();
                BrowserContext other = PAGE.browsers().context()) {
            Tab ada = Tab.open(context, PAGE.home(), "/?room=calm").join("calm-ada");
            Tab bob = Tab.open(other, PAGE.home(), "/?room=calm").join("calm-bob");
            ada.send("before").awaitMessage("before");
            ada.messageBox().fill("half a thought");
            ada.page().reload();
            ada.awaitMessage("before");
            assertThat(ada.messageBox()).hasValue("half a thought");
            ada.send("after");
            bob.awaitMessage("after");
            assertThat(bob.page().locator("#transcript .quiet")).hasCount(0);
            ada.assertNoErrors();
        }
    }

    @Test
    void pageOnAPlainHttpLanNameWorksWithoutNotifications() {
        String lan =
                "http://" + Browsers.LAN_NAME + ":" + URI.create(PAGE.home()).getPort();
        try (BrowserContext context = PAGE.browsers().context()) {
            Tab tab = Tab.open(context, lan, "/?room=lan").join("lan");
            assertThat(tab.page().evaluate("() => isSecureContext")).isEqualTo(false);
            tab.send("hello").awaitMessage("hello");
            assertThat(tab.rows("stored")).hasCount(1);
            assertThat(tab.page().locator("#switch-notifications")).isHidden();
            tab.page().reload();
            tab.awaitMessage("hello").send("again").awaitMessage("again");
            assertThat(tab.page().evaluate("() => typeof SockJS")).isEqualTo("undefined");
            tab.assertNoErrors();
        }
    }

    @Test
    void pageUsesTheLanguageOfTheBrowser() {
        try (BrowserContext context = PAGE.browsers().context(new Browser.NewContextOptions().setLocale("de-AT"))) {
            Page page = context.newPage();
            page.navigate(PAGE.home() + "/");
            assertThat(page.getByLabel("Dein Name")).isFocused();
            assertThat(page.locator("html")).hasAttribute("lang", "de");
            page.getByLabel("Dein Name").fill("Server");
            page.keyboard().press("Enter");
            assertThat(page.locator("#name-help")).containsText("dem Betreiber des Servers vorbehalten");
            page.getByLabel("Dein Name").fill("gerda");
            page.waitForResponse("**/replies?language=de", () -> page.keyboard().press("Enter"));
            page.locator("#message").fill("/nick greta");
            page.keyboard().press("Enter");
            assertThat(page.locator("#transcript")).containsText("Du bist jetzt greta.");
        }
    }
}
