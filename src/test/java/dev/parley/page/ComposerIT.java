package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import dev.parley.integration.Tab;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks the message box: growth, drafts, recall of messages, and focus. */
@Tag("full")
@Tag("waits")
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
    void longNameOfARoomDoesNotGrowTheMessageBox() {
        Tab page = ada();
        page.page().setViewportSize(360, 640);
        double one = height(page);
        String room = "a".repeat(32);
        page.send("/join " + room);
        assertThat(page.log(room)).isAttached();
        assertThat(page.messageBox()).hasAttribute("placeholder", "Message #" + room);
        assertThat(height(page)).isEqualTo(one);
    }

    @Test
    void arrowUpInAnEmptyBoxEditsTheLastOwnMessageInPlace() {
        Tab page = ada();
        page.send("//a slash");
        server.publish("lobby", "grace", "not mine");
        page.awaitMessage("not mine");
        page.messageBox().press("ArrowUp");
        assertThat(page.box("Edit your message")).isFocused();
        assertThat(page.box("Edit your message")).hasValue("/a slash");
        page.page().keyboard().press("Escape");
        assertThat(page.box("Edit your message")).hasCount(0);
        assertThat(page.messageBox()).isFocused();
    }

    @Test
    void arrowUpInADirectConversationRecallsTheLastOwnMessage() {
        Tab page = ada();
        page.send("/msg grace /a slash");
        assertThat(page.rows("stored")).hasCount(1);
        page.messageBox().press("ArrowUp");
        assertThat(page.messageBox()).hasValue("//a slash");
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
            page.assertFitForFingers("room");
            page.button("Rooms").click();
            assertThat(page.roomList()).isVisible();
            page.assertFitForFingers("list of rooms");
            assertThat(page.messageBox()).hasCSS("font-size", "16px");
            page.assertNoErrors();
        }
    }

    @Test
    void controlEnterSendsAlsoOnATouchScreen() {
        try (BrowserContext tablet = touchContext()) {
            server.attachTo(tablet);
            Tab page = Tab.open(tablet, site.address(""), "/").requestName("ada");
            for (String key : List.of("Control+Enter", "Meta+Enter")) {
                page.messageBox().fill(key);
                page.messageBox().press(key);
                assertThat(page.texts().last()).hasText(key);
                assertThat(page.messageBox()).hasValue("");
            }
            page.assertNoErrors();
        }
    }

    @Test
    void textWithoutAVisibleCharacterIsNotSent() {
        Tab page = ada();
        page.send("\u200b\u3164");
        assertThat(page.page().locator("#composer-help"))
                .hasText("This text has no visible character. A message needs at least one.");
        page.send("seen");
        assertThat(page.rows("stored")).hasCount(1);
        assertThat(server.texts("lobby")).containsExactly("seen");
    }

    private static void paste(Tab page, String text) {
        page.page().evaluate("text => navigator.clipboard.writeText(text)", text);
        page.messageBox().press("Control+v");
        assertThat(page.messageBox()).hasValue(text);
    }

    @Test
    void longPasteIsOfferedAsSeveralMessages() {
        context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
        Tab page = ada();
        // A line that begins with a slash is no command in the middle of a text.
        String line = "/" + "word ".repeat(39) + "end";
        String first = line.replace('/', 'a');
        String text = first + "\n" + String.join("\n", Collections.nCopies(4, line));
        paste(page, text);
        assertThat(page.page().locator("#composer-help"))
                .hasText("This message has 999 characters; 500 are allowed. Shorten it by 499.");
        assertThat(page.page().locator("#composer-offer")).hasText("Send as 3 messages");
        assertAccessible(page, "offer to split");
        page.screenshot("split-offer");
        page.button("Send as 3 messages").click();
        assertThat(page.rows("stored")).hasCount(3);
        assertThat(server.texts("lobby")).containsExactly(first + "\n" + line, line + "\n" + line, line);
        assertThat(page.messageBox()).hasValue("");
        assertThat(page.messageBox()).isFocused();
        page.assertNoErrors();
    }

    @Test
    void veryLongPasteStaysInTheBox() {
        context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
        Tab page = ada();
        String text = "a".repeat(500 * 21);
        paste(page, text);
        assertThat(page.page().locator("#composer-offer"))
                .containsText("It would be 21 messages; at most 20 are sent at once.");
        page.messageBox().press("Enter");
        assertThat(page.messageBox()).hasValue(text);
        assertThat(page.texts()).hasCount(0);
    }

    @Test
    void longTypedTextIsOfferedAsSeveralMessagesOnSending() {
        Tab page = ada();
        page.messageBox().fill("a".repeat(501));
        assertThat(page.page().locator("#composer-help")).isEmpty();
        page.messageBox().press("Enter");
        assertThat(page.button("Send as 2 messages")).isVisible();
        assertThat(page.messageBox()).hasValue("a".repeat(501));
    }

    private BrowserContext touchContext() {
        return browser(new Browser.NewContextOptions()
                .setViewportSize(390, 844)
                .setHasTouch(true)
                .setIsMobile(true));
    }
}
