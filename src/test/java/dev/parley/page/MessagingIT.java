package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import dev.parley.integration.Tab;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks messages, refusals, commands, rooms and direct messages. */
@Tag("waits")
class MessagingIT extends PageTestBase {

    @Test
    void latestMessagesAreHistoryAndNewOnesAreInTheLiveLog() {
        server.addHistory("lobby", 3);
        Tab page = ada();
        assertThat(page.page().locator("#older .text")).hasText(new String[] {"message 1", "message 2", "message 3"});
        assertThat(page.page().locator("#live .text")).hasCount(0);
        server.publish("lobby", "grace", "good morning");
        assertThat(page.log("lobby").locator(".text")).hasText("good morning");
    }

    @Test
    void ownMessageIsConfirmedInPlace() {
        Tab page = ada();
        page.send("hello");
        assertThat(page.rows("stored").locator(".text")).hasText("hello");
        assertThat(page.texts()).hasCount(1);
        assertThat(page.messageBox()).hasValue("");
        assertThat(server.texts("lobby")).containsExactly("hello");
        page.assertNoErrors();
    }

    @Test
    void twoTabsExchangeMessages() {
        Tab ada = ada();
        Tab bob = page("/").join("bob");
        ada.send("hello bob");
        bob.send("hello ada");
        for (Tab page : List.of(ada, bob)) {
            assertThat(page.texts()).hasText(new String[] {"hello bob", "hello ada"});
        }
    }

    @Test
    void pendingMessageIsBelowStoredMessages() {
        Tab page = ada();
        server.setSilent(true);
        page.send("mine");
        assertThat(page.rows("pending")).containsText("sending…");
        server.publish("lobby", "grace", "first");
        assertThat(page.texts()).hasText(new String[] {"first", "mine"});
        server.setSilent(false);
        server.closeConnections();
        assertThat(page.rows("pending")).hasCount(0);
        assertThat(page.texts()).hasText(new String[] {"first", "mine"});
    }

    @Test
    void shiftEnterInsertsALineBreakAndComposingTextIsNotSent() {
        Tab page = ada();
        page.messageBox().fill("one");
        page.messageBox().press("Shift+Enter");
        page.page().keyboard().type("two");
        page.messageBox().dispatchEvent("keydown", Map.of("key", "Enter", "isComposing", true));
        assertThat(page.messageBox()).hasValue("one\ntwo");
        page.messageBox().press("Enter");
        assertThat(page.texts()).hasText("one\ntwo");
    }

    @Test
    void textOverTheLimitStaysInTheMessageBox() {
        Tab page = ada();
        page.messageBox().fill("x".repeat(399));
        assertThat(page.page().locator("#counter")).isEmpty();
        page.messageBox().fill("𝒳".repeat(501));
        assertThat(page.page().locator("#counter")).hasText("-1");
        page.messageBox().press("Enter");
        assertThat(page.page().locator("#composer-help"))
                .hasText("This message has 501 characters; 500 are allowed. Shorten it by 1.");
        assertThat(page.messageBox()).hasValue("𝒳".repeat(501));
        page.messageBox().fill("𝒳".repeat(500));
        page.messageBox().press("Enter");
        assertThat(page.texts()).hasText("𝒳".repeat(500));
    }

    @Test
    void refusedMessageCanBeSentAgainOrDiscarded() {
        Tab page = ada();
        server.refuseNextMessage(Map.of("code", "muted", "sentence", "You are muted."));
        server.refuseNextMessage(Map.of("code", "muted", "sentence", "You are muted."));
        page.send("one");
        page.send("two");
        assertThat(page.rows("refused")).hasCount(2);
        assertThat(page.rows("refused").first()).containsText("Not sent: You are muted.");
        assertThat(page.page().locator("#alert")).hasText("Not sent: You are muted.");
        page.screenshot("refusal");
        page.rows("refused").first().getByRole(AriaRole.BUTTON, named("Retry")).click();
        assertThat(page.rows("stored").locator(".text")).hasText("one");
        page.rows("refused").getByRole(AriaRole.BUTTON, named("Discard")).click();
        assertThat(page.texts()).hasText("one");
        List<PageFrame> sent = server.frames("SEND").stream()
                .filter(frame -> frame.body().contains("one"))
                .toList();
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).header("reference")).isEqualTo(sent.get(1).header("reference"));
    }

    @Test
    void slowDownResendsInOrderWithoutAnError() {
        Tab page = ada();
        Map<String, Object> slow = Map.of("code", "slow-down", "sentence", "Slow down.", "retryAfterMs", 300);
        server.refuseNextMessage(slow);
        server.refuseNextMessage(slow);
        IntStream.rangeClosed(1, 3).forEach(i -> page.send("m" + i));
        assertThat(page.rows("stored")).hasCount(3);
        assertThat(server.texts("lobby")).containsExactly("m1", "m2", "m3");
        assertThat(page.rows("refused")).hasCount(0);
    }

    @Test
    void nicknamesAndCommandsAreCompletedWhileTheirListIsOpen() {
        Tab page = ada();
        Locator list = page.page().getByRole(AriaRole.LISTBOX);
        page.messageBox().pressSequentially("hi @gr");
        assertThat(list.getByRole(AriaRole.OPTION)).hasText("@grace");
        assertThat(page.messageBox()).isVisible();
        page.messageBox().press("Tab");
        assertThat(page.messageBox()).hasValue("hi @grace ");
        assertThat(list).isHidden();
        page.messageBox().fill("/w");
        assertThat(list.getByRole(AriaRole.OPTION)).containsText("/who [PAGE]");
        page.messageBox().press("Escape");
        assertThat(list).isHidden();
        assertThat(page.messageBox()).hasValue("/w");
        page.messageBox().press("Tab");
        assertThat(page.messageBox()).not().isFocused();
    }

    @Test
    void commandReplyIsShownToTheSenderOnly() {
        Tab page = ada();
        page.send("\\who");
        assertThat(page.log("lobby")).containsText("Answer to /who, for you only");
        assertThat(page.log("lobby")).containsText("4 in lobby:");
        assertThat(server.frames("SEND").get(0).body()).contains("\"room\":\"lobby\"");
        assertThat(server.texts("lobby")).isEmpty();
    }

    @Test
    void joinsAndLeavesAreCombinedInOneLine() {
        Tab page = ada();
        for (String name : List.of("dee", "eve", "fay", "gil")) {
            server.sendEvent(
                    "lobby", Map.of("type", "joined", "name", name, "via", "browser", "at", "2026-11-20T14:03:00Z"));
        }
        assertThat(page.log("lobby").locator(".quiet")).hasText("dee, eve and 2 more joined");
        server.sendEvent("lobby", Map.of("type", "renamed", "from", "dee", "to", "dora", "at", "2026-11-20T14:03:00Z"));
        server.sendEvent(
                "lobby",
                Map.of("type", "left", "name", "gil", "reason", "connection lost", "at", "2026-11-20T14:03:00Z"));
        assertThat(page.log("lobby").locator(".quiet")).containsText("dee is now dora");
        assertThat(page.people()).containsText("dora");
        assertThat(page.people()).not().containsText("gil");
    }

    @Test
    void otherRoomCountsUnreadMessages() {
        Tab page = ada();
        page.send("/join java");
        assertThat(page.log("java")).isAttached();
        server.publish("lobby", "grace", "one");
        server.publish("lobby", "grace", "two @ada");
        assertThat(page.roomList()).containsText("2 unread messages, 1 of them mentions you");
        assertThat(page.page()).hasTitle("(!) java · Parley");
        page.roomList().getByRole(AriaRole.BUTTON, named("lobby")).click();
        assertThat(page.texts()).hasText(new String[] {"one", "two @ada"});
        assertThat(page.page()).hasTitle("lobby · Parley");
        page.send("/leave java");
        assertThat(page.page()).hasURL(site.address("/"));
        assertThat(server.frames("UNSUBSCRIBE")).hasSize(1);
    }

    @Test
    void directMessagesOfBothUsersAreShown() {
        Tab page = ada();
        page.people().getByRole(AriaRole.BUTTON, named("grace").setExact(true)).click();
        page.send("psst");
        assertThat(page.rows("stored").locator(".text")).hasText("psst");
        assertThat(page.page().locator("#room-topic"))
                .hasText("Only you two receive this. The server keeps direct messages for 24 hours.");
        server.sendDirect("grace", "ada", "yes?");
        assertThat(page.texts()).hasText(new String[] {"psst", "yes?"});
    }

    @Test
    void unreadDirectMessagesAreThereAfterAReload() {
        Tab page = ada();
        server.sendDirect("grace", "ada", "one");
        page.roomList().getByRole(AriaRole.BUTTON, named("grace")).click();
        assertThat(page.texts()).hasText("one");
        page.roomList().getByRole(AriaRole.BUTTON, named("lobby")).click();
        server.sendDirect("grace", "ada", "two");
        assertThat(page.roomList()).containsText("1 unread message");
        page.page().reload();
        server.sendDirect("grace", "ada", "three");
        assertThat(page.roomList()).containsText("2 unread messages");
        assertThat(page.page()).hasTitle("(!) lobby · Parley");
        page.roomList().getByRole(AriaRole.BUTTON, named("grace")).click();
        assertThat(page.texts()).hasText(new String[] {"one", "two", "three"});
        assertThat(page.page().locator("#transcript [data-line=new] + .message .text"))
                .hasText("two");
        page.screenshot("direct-after-reload");
        page.assertNoErrors();
    }

    @Test
    void messageTextIsNeverHtml() {
        Tab page = ada();
        String text =
                "<img src=x onerror=\"document.title='owned'\"><script>alert(1)</script> [x](javascript:alert(1))";
        server.publish("lobby", "<b>eve", text);
        assertThat(page.texts()).hasText(text);
        assertThat(page.page().locator("#transcript img, #transcript script, #transcript a"))
                .hasCount(0);
        page.assertNoErrors();
    }

    @Test
    void markupIsRenderedAsElements() {
        Tab page = ada();
        server.publish("lobby", "grace", "a **bold** and _soft_ `word`\n```\ntwo\nlines\n```");
        Locator text = page.texts();
        assertThat(text.locator("strong")).hasText("bold");
        assertThat(text.locator("em")).hasText("soft");
        assertThat(text.locator("code")).hasText("word");
        assertThat(text.locator("pre")).hasText("two\nlines");
        page.send("/me waves");
        assertThat(page.page().locator(".message.action .text")).hasText("waves");
        assertThat(page.page().locator(".message.action .text")).hasCSS("font-style", "italic");
        assertThat(page.page().locator(".message.action .author")).hasText("ada");
    }

    @Test
    void foldedCodeIsUnfoldedByTheKeyboard() {
        Tab page = ada();
        server.publish(
                "lobby", "grace", "> see [docs](https://a.example/x)\n- one\n```js\n" + "let a;\n".repeat(40) + "```");
        Locator button = page.button("Show all");
        Locator code = page.texts().locator("pre");
        assertThat(code.locator(".token-keyword")).hasCount(40);
        assertThat(button).hasAttribute("aria-expanded", "false");
        Object folded = code.evaluate("pre => pre.clientHeight");
        assertAccessible(page, "markup");
        button.focus();
        page.page().keyboard().press("Enter");
        assertThat(page.button("Show less")).hasAttribute("aria-expanded", "true");
        assertThat(page.button("Show less")).isFocused();
        assertThat((Integer) code.evaluate("pre => pre.clientHeight")).isGreaterThan((Integer) folded);
        page.assertNoErrors();
    }

    @Test
    void unconfirmedMessageIsDimmedAfter300Milliseconds() {
        Tab page = ada();
        server.setSilent(true);
        page.send("mine");
        Locator row = page.rows("pending");
        assertThat(row.locator(".text")).hasText("mine");
        seekAnimations(row, 299);
        Object soft = page.page().locator("#room-topic").evaluate("element => getComputedStyle(element).color");
        assertThat(row.locator(".text")).not().hasCSS("color", String.valueOf(soft));
        assertThat(row.locator(".state")).hasCSS("visibility", "hidden");
        seekAnimations(row, 301);
        assertThat(row.locator(".text")).hasCSS("color", String.valueOf(soft));
        assertThat(row.locator(".state")).isVisible();
        assertThat(row.locator(".state-text")).hasText("sending…");
    }

    /** Sets the animations of a row to this time, independent of the clock. */
    private static void seekAnimations(Locator row, int millis) {
        row.evaluate(
                "(row, millis) => row.getAnimations({ subtree: true })"
                        + ".forEach((one) => { one.pause(); one.currentTime = millis; })",
                millis);
    }

    @Test
    void authorIsNotRepeatedWithinFiveMinutes() {
        server.setTime(Instant.parse("2026-11-20T14:02:00Z"));
        server.publish("lobby", "grace", "one");
        server.setTime(Instant.parse("2026-11-20T14:06:59Z"));
        server.publish("lobby", "grace", "two");
        server.setTime(Instant.parse("2026-11-20T14:12:00Z"));
        server.publish("lobby", "grace", "three");
        Tab page = ada();
        assertThat(page.page().locator(".message").nth(1)).hasClass(Pattern.compile(".*continued.*"));
        assertThat(page.texts()).hasCount(3);
        assertThat(page.page().locator(".message .author").evaluateAll("all => all.map(one => one.offsetWidth > 1)"))
                .isEqualTo(List.of(true, false, true));
    }

    @Test
    void timeOfAFurtherMessageIsShownBesideItsTextWhileThePointerIsOverIt() {
        server.addHistory("lobby", 2);
        Tab page = ada();
        Locator further = page.page().locator(".message").nth(1);
        assertThat(further).hasClass(Pattern.compile(".*continued.*"));
        further.hover();
        BoundingBox time = further.locator("time").boundingBox();
        BoundingBox text = further.locator(".text").boundingBox();
        assertThat(time.width).isGreaterThan(10);
        assertThat(time.x + time.width).isLessThanOrEqualTo(text.x);
    }
}
