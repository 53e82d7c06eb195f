package dev.parley.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Takes the screenshots of the page for the documentation, from the real server with two tabs, two netcats and the
 * operator, and writes them to {@code target/screenshots}.
 */
@Tag("waits")
@Tag("full")
class ScreenshotsIT {

    @RegisterExtension
    private static final ServedPage PAGE = ServedPage.with();

    private static BrowserContext desktop() {
        return PAGE.browsers()
                .context(new Browser.NewContextOptions()
                        .setViewportSize(1180, 720)
                        .setReducedMotion(ReducedMotion.REDUCE));
    }

    @Test
    void pageIsCapturedOnDesktopAndPhoneInBothColorSchemes() {
        try (Netcat linus = Netcat.join(PAGE.server().terminalPort(), "linus");
                Netcat dennis = Netcat.join(PAGE.server().terminalPort(), "dennis")) {
            PAGE.server().type("/topic lobby Everyone starts here");
            Tab grace = Tab.open(desktop(), PAGE.home(), "/").join("grace");
            grace.send("Morning! The build is green on both JDKs.");
            grace.send("Jar is at `target/parley.jar`. Notes: https://parley.example/notes");
            Tab ada = Tab.open(desktop(), PAGE.home(), "/").join("ada");
            ada.awaitMessage("Jar is at");
            linus.sendLine("netcat works: `nc localhost 8000`");
            ada.awaitMessage("netcat works");
            ada.send("So much for \"nobody uses that any more\"").awaitMessage("So much for");
            createUnreadMessages(ada, grace, dennis);
            ada.messageBox().fill("See you at");
            grace.messageBox().pressSequentially("yes");
            assertThat(ada.page().locator("#typing")).hasText("grace is typing…");
            ada.screenshot("desktop");
            ada.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            ada.screenshot("dark");
            ada.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
            capturePhone(ada);
            captureTakenName();
            captureRefusalAndLostConnection(ada);
            ada.assertNoErrors();
            grace.assertNoErrors();
        }
    }

    /** Lets ada visit other rooms while dennis mentions her, so that the lobby is unread when she returns. */
    private static void createUnreadMessages(Tab ada, Tab grace, Netcat dennis) {
        grace.send("/join java");
        for (String room : List.of("lan-party", "java")) {
            ada.send("/join " + room);
            assertThat(ada.log(room)).isAttached();
        }
        dennis.sendLine("@ada can you see me? I am on the train");
        dennis.sendLine("If this gets lost, I'll send it again in *five* minutes");
        assertThat(ada.roomList()).containsText("2 unread messages, 1 of them mentions you");
        PAGE.server().type("The server restarts at noon for an update.");
        assertThat(ada.roomList()).containsText("3 unread messages, 1 of them mentions you");
        ada.roomList().getByText("lobby").click();
        ada.awaitMessage("at noon");
        assertThat(grace.log("java")).isAttached();
        for (String text : List.of("Who gives the talk on records?", "or ken", "@ada, you?")) {
            grace.send(text);
        }
        assertThat(ada.roomList()).containsText("3 unread messages, 1 of them mentions you");
        grace.send("/msg ada lunch?");
        assertThat(ada.page().locator("#direct-list")).containsText("grace");
        grace.roomList().getByText("lobby").click();
    }

    private static void capturePhone(Tab ada) {
        ada.page().setViewportSize(390, 780);
        ada.screenshot("phone");
        ada.button("Rooms").click();
        assertThat(ada.roomList()).isVisible();
        ada.screenshot("phone-rooms");
        ada.page().keyboard().press("Escape");
        ada.page().locator("#open-people").click();
        assertThat(ada.people()).isVisible();
        ada.screenshot("phone-people");
        ada.page().keyboard().press("Escape");
        ada.page().setViewportSize(1180, 720);
    }

    private static void captureTakenName() {
        Tab other = Tab.open(desktop(), PAGE.home(), "/");
        other.page().setViewportSize(900, 600);
        other.requestName("ada");
        assertThat(other.button("ada2")).isVisible();
        other.screenshot("join");
        other.assertNoErrors();
    }

    private static void captureRefusalAndLostConnection(Tab ada) {
        PAGE.server().type("/mute ada 5");
        PAGE.server().awaitLine("ada");
        ada.send("This one is refused");
        assertThat(ada.rows("refused")).hasCount(1);
        ada.screenshot("refused");
        PAGE.server().kill();
        ada.send("Sending this while the Wi-Fi is down");
        assertThat(ada.banner()).hasAttribute("data-kind", "lost");
        assertThat(ada.page().locator("#countdown")).not().isEmpty();
        ada.screenshot("lost");
        assertThat(ada.rows("pending")).hasCount(1);
    }
}
