package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import dev.parley.integration.Tab;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks the message box: growth, drafts, recall of messages, and focus. */
@Tag("full")
class ComposerIT extends PageTestBase {

    private static double height(Tab page) {
        return page.messageBox().boundingBox().height;
    }

    @Test
    void messageBoxGrowsToSixLines() {
        Tab page = ada();
        double one = height(page);
        page.messageBox().fill("1\n2\n3");
        double three = height(page);
        page.messageBox().fill("1\n2\n3\n4\n5\n6");
        double six = height(page);
        page.messageBox().fill("1\n2\n3\n4\n5\n6\n7\n8\n9");
        assertThat(three).isGreaterThan(one + 30);
        assertThat(six).isGreaterThan(three + 60);
        assertThat(height(page)).isEqualTo(six);
    }

    @Test
    void arrowUpInAnEmptyBoxRecallsTheLastOwnMessage() {
        Tab page = ada();
        page.send("//a slash");
        server.publish("lobby", "grace", "not mine");
        page.awaitMessage("not mine");
        page.messageBox().press("ArrowUp");
        assertThat(page.messageBox()).hasValue("//a slash");
        page.messageBox().fill("");
        page.send("/me waves");
        page.messageBox().press("ArrowUp");
        assertThat(page.messageBox()).hasValue("/me waves");
    }

    @Test
    void draftsAreKeptPerRoomAndAfterAReloadUntilTheyAreSent() {
        Tab page = ada();
        page.messageBox().fill("for the lobby");
        page.page().keyboard().press("Control+k");
        page.page().keyboard().type("java");
        page.page().keyboard().press("Enter");
        assertThat(page.messageBox()).hasValue("");
        page.messageBox().fill("for java");
        page.page().reload();
        assertThat(page.messageBox()).hasValue("for java");
        page.page().keyboard().press("Alt+ArrowUp");
        assertThat(page.messageBox()).hasValue("for the lobby");
        page.messageBox().press("Enter");
        assertThat(page.rows("stored")).hasCount(1);
        page.page().reload();
        assertThat(page.messageBox()).hasValue("");
        page.assertNoErrors();
    }

    @Test
    void typingNoticeIsSentAtMostEveryThreeSeconds() {
        context.clock().install();
        Tab page = ada();
        page.messageBox().pressSequentially("many keys");
        context.clock().runFor(2_000);
        page.messageBox().pressSequentially(" more");
        page.page().waitForCondition(() -> typing() == 1);
        context.clock().runFor(1_500);
        page.messageBox().pressSequentially("!");
        page.page().waitForCondition(() -> typing() == 2);
        page.messageBox().fill("/who");
        context.clock().runFor(3_500);
        page.messageBox().pressSequentially(" ");
        assertThat(typing()).isEqualTo(2);
    }

    private long typing() {
        return server.frames("SEND").stream()
                .filter(frame -> frame.header("destination").endsWith("/typing"))
                .count();
    }

    @Test
    void sendButtonIsNeverDisabledAndTheBoxKeepsTheFocus() {
        Tab page = ada();
        server.stop();
        page.send("away");
        assertThat(page.rows("pending")).hasCount(1);
        assertThat(page.button("Send")).isEnabled();
        assertThat(page.messageBox()).isEnabled();
        assertThat(page.messageBox()).isFocused();
        server.restart();
        assertThat(page.rows("stored")).hasCount(1);
        server.refuseNextMessage(Map.of("code", "muted", "sentence", "You are muted."));
        page.send("refused");
        assertThat(page.rows("refused")).hasCount(1);
        assertThat(page.messageBox()).isFocused();
    }

    @Test
    void touchScreenHasLargeTargetsAndEnterInsertsALineBreak() {
        try (BrowserContext phone = touchContext()) {
            server.attachTo(phone);
            Tab page = Tab.open(phone, site.address(""), "/").requestName("ada");
            page.messageBox().fill("one");
            page.messageBox().press("Enter");
            page.page().keyboard().type("two");
            assertThat(page.messageBox()).hasValue("one\ntwo");
            page.button("Send").click();
            assertThat(page.texts()).hasText("one\ntwo");
            assertThat(smallTargets(page)).isEqualTo("");
            page.button("Rooms").click();
            assertThat(page.roomList()).isVisible();
            assertThat(smallTargets(page)).isEqualTo("");
            assertThat(page.messageBox()).hasCSS("font-size", "16px");
            page.assertNoErrors();
        }
    }

    private BrowserContext touchContext() {
        return browser(new Browser.NewContextOptions()
                .setViewportSize(390, 844)
                .setHasTouch(true)
                .setIsMobile(true));
    }

    private static String smallTargets(Tab page) {
        return String.valueOf(page.page().evaluate("""
                () => [...document.querySelectorAll('button, a, input, textarea')]
                    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.matches('.skip'))
                    .filter((one) => one.getBoundingClientRect().height < 43.5)
                    .map((one) => `${one.id || one.className || one.textContent} ${one.getBoundingClientRect().height}`)
                    .join()"""));
    }
}
