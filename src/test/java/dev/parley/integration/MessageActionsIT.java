package dev.parley.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.parley.integration.MessageTabs.act;
import static dev.parley.integration.MessageTabs.assertAccessible;
import static dev.parley.integration.MessageTabs.longPress;
import static dev.parley.integration.MessageTabs.press;
import static dev.parley.integration.MessageTabs.row;
import static dev.parley.integration.MessageTabs.sheetButton;
import static dev.parley.integration.MessageTabs.toolbar;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Edits, deletes, answers, reacts to and links messages of the real server: with the pointer, by keyboard alone and on a
 * phone. Each test has rooms and users of its own.
 */
@Tag("waits")
@Tag("full")
class MessageActionsIT {

    /** More than the page loads at once. */
    private static final int MESSAGES = 250;

    @RegisterExtension
    private static final ServedPage PAGE = ServedPage.with("--parley.limits.messages-per-second=0");

    private static final MessageTabs TABS = new MessageTabs(PAGE);

    @AfterEach
    void closeContexts() {
        PAGE.browsers().close();
    }

    @Test
    void messageIsEditedAnsweredReactedToLinkedAndDeletedWithThePointer() {
        Tab ada = TABS.join(TABS.desktop(), "pointer", "ada");
        Tab bob = TABS.join(TABS.desktop(), "pointer", "bob");
        ada.send("The build is red").send("Second line of the day");
        // The last one, because a message that arrives moves the toolbar away from the pointer.
        bob.awaitMessage("Second line of the day");

        act(bob, "The build is red", "Reply");
        assertThat(bob.page().locator("#reply-bar")).containsText("Reply to ada: The build is red");
        assertAccessible(bob);
        bob.send("On it");
        assertThat(row(ada, "On it").locator(".reply")).hasText("ada The build is red");

        act(ada, "Second line of the day", "React");
        ada.page()
                .getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Choose an emoji"))
                .fill("rocket");
        assertThat(ada.page().getByRole(AriaRole.OPTION).first()).hasText("🚀");
        assertAccessible(ada);
        ada.screenshot("actions-picker");
        press(ada, "Enter");
        Locator chip = row(bob, "Second line").locator(".reaction");
        assertThat(chip).hasAttribute("aria-label", "🚀 1: ada");
        chip.click();
        assertThat(row(ada, "Second line").locator(".reaction")).hasAttribute("aria-label", "🚀 2: ada and bob");
        chip.click();
        assertThat(row(ada, "Second line").locator(".reaction")).hasAttribute("aria-label", "🚀 1: ada");

        act(ada, "The build is red", "Edit");
        ada.box("Edit your message").fill("The build is *green*");
        press(ada, "End", "Shift+Enter");
        ada.page().keyboard().type("and fast");
        assertAccessible(ada);
        ada.screenshot("actions-editor");
        press(ada, "Enter");
        assertThat(row(bob, "and fast").locator(".edited")).hasText("edited");
        assertThat(row(bob, "and fast").locator(".edited"))
                .hasAttribute("title", Pattern.compile("Edited on .* \\d{4} .* by ada"));
        assertThat(row(bob, "and fast").locator(".text em")).hasText("green");
        assertThat(row(ada, "On it").locator(".reply")).hasText("ada The build is *green*");

        act(ada, "On it", "Copy link");
        assertThat(ada.page().locator("#action-status")).hasText("The link is copied.");
        String link = String.valueOf(ada.page().evaluate("() => navigator.clipboard.readText()"));
        assertThat(link).matches(Pattern.quote(PAGE.home()) + "/\\?room=pointer&at=[^:&]+:\\d+");

        capture(bob, "actions");
        act(ada, "and fast", "Delete");
        assertAccessible(ada);
        ada.page()
                .getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Delete this message for everyone?"))
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete"))
                .click();
        assertThat(bob.page().locator(".deleted-note")).hasText("ada deleted this message.");
        assertThat(row(bob, "On it").locator(".reply")).hasText("ada a deleted message");
        assertThat(bob.page().locator("#transcript")).not().containsText("fast");
        assertAccessible(bob);
        ada.page().reload();
        assertThat(ada.page().locator(".deleted-note")).hasText("ada deleted this message.");
        assertThat(row(ada, "On it").locator(".reply")).hasText("ada a deleted message");
        ada.assertNoErrors();
        bob.assertNoErrors();
    }

    private static void capture(Tab tab, String name) {
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            tab.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            row(tab, "Second line").hover();
            assertAccessible(tab);
            tab.screenshot(name + "-" + scheme);
        }
    }

    @Test
    void allActionsWorkByKeyboardAlone() {
        Tab ada = TABS.join(TABS.desktop(), "keyboard", "kim");
        Keyboard keys = ada.page().keyboard();
        for (String text : List.of("first", "second")) {
            keys.type(text);
            press(ada, "Enter");
        }
        assertThat(ada.rows("stored")).hasCount(2);

        press(ada, "ArrowUp");
        assertThat(ada.box("Edit your message")).hasValue("second");
        keys.type(" edited");
        press(ada, "Enter");
        assertThat(row(ada, "second edited").locator(".edited")).isVisible();
        assertThat(ada.messageBox()).isFocused();
        press(ada, "ArrowUp", "ArrowUp", "ArrowDown");
        assertThat(ada.box("Edit your message")).isFocused();
        press(ada, "Control+a");
        keys.type("cancelled");
        press(ada, "Escape");
        assertThat(ada.messageBox()).isFocused();
        assertThat(ada.texts()).hasText(new String[] {"first", "second edited"});

        press(ada, "Shift+Tab", "ArrowUp", "ArrowUp");
        assertThat(row(ada, "first")).isFocused();
        assertThat(toolbar(ada)).hasAttribute("aria-label", Pattern.compile("Actions for your message, .*"));
        press(ada, "Enter", "Enter");
        assertThat(ada.page().locator("#emoji-box")).isFocused();
        press(ada, "ArrowRight", "Enter");
        assertThat(row(ada, "first").locator(".reaction")).hasAttribute("aria-label", "❤️ 1: kim");
        assertThat(row(ada, "first")).isFocused();
        press(ada, "ArrowRight");
        assertThat(row(ada, "first").locator(".reaction")).isFocused();
        press(ada, "Enter");
        assertThat(row(ada, "first").locator(".reaction")).hasCount(0);
        assertThat(row(ada, "first")).isFocused();

        press(ada, "r");
        assertThat(ada.messageBox()).isFocused();
        keys.type("answer :tada: and :rocke");
        assertThat(ada.messageBox()).hasValue("answer 🎉 and :rocke");
        assertThat(ada.page().locator("#completion")).containsText("🚀 :rocket:");
        press(ada, "Tab", "Enter");
        assertThat(row(ada, "answer 🎉 and").locator(".reply")).hasText("kim first");

        row(ada, "second edited").focus();
        press(ada, "Delete");
        assertThat(ada.page().locator(".deletion .danger")).isFocused();
        press(ada, "Escape");
        assertThat(row(ada, "second edited")).isFocused();
        press(ada, "Delete", "Enter");
        assertThat(ada.page().locator(".deleted-note")).hasText("kim deleted this message.");

        ada.messageBox().focus();
        keys.type("/");
        Locator commands = ada.page().locator("#completion");
        assertThat(commands.getByRole(AriaRole.OPTION).nth(10)).isAttached();
        assertAccessible(ada);
        press(ada, "Shift+Tab");
        assertThat(commands).isFocused();
        String second =
                commands.getByRole(AriaRole.OPTION).nth(1).locator("bdi").innerText();
        press(ada, "ArrowDown", "Enter");
        assertThat(ada.messageBox()).isFocused();
        assertThat(ada.messageBox()).hasValue(second.split(" ", 2)[0] + " ");
        ada.assertNoErrors();
    }

    @Test
    void longPressOnAPhoneOpensASheet() {
        Tab lee = TABS.join(TABS.phone(), "phone", "lee");
        lee.messageBox().fill("from the train");
        lee.button("Send").tap();
        assertThat(lee.rows("stored")).hasCount(1);
        longPress(lee, row(lee, "from the train"));
        Locator sheet = lee.page().locator("#message-sheet");
        assertThat(sheet).isVisible();
        assertThat(sheet.locator("h2")).containsText("Message of lee");
        assertThat(toolbar(lee)).isHidden();
        assertAccessible(lee);
        lee.screenshot("actions-sheet");
        sheetButton(lee, "thumbs up").tap();
        assertThat(row(lee, "from the train").locator(".reaction")).hasAttribute("aria-label", "👍 1: lee");

        longPress(lee, row(lee, "from the train"));
        assertThat(sheet).containsText("👍 lee");
        sheetButton(lee, "Edit").tap();
        lee.box("Edit your message").fill("from the bus");
        lee.button("Save").tap();
        assertThat(row(lee, "from the bus").locator(".edited")).isVisible();
        lee.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        lee.screenshot("actions-phone");
        assertAccessible(lee);
        longPress(lee, row(lee, "from the bus"));
        sheetButton(lee, "Delete").tap();
        lee.page().locator(".deletion .danger").tap();
        assertThat(lee.page().locator(".deleted-note")).isVisible();
        lee.assertNoErrors();
    }

    @Test
    void fingerHitsEachTargetOnAPhone() {
        TouchTargets.assertFit(Tab.open(TABS.phone(), PAGE.home(), "/?room=touch"), PAGE.server());
    }

    @Test
    void linkOpensAnEarlierMessageHighlightedAndLeadsBackToTheLatest() {
        Tab mia = TABS.join(TABS.desktop(), "links", "mia");
        mia.send("the decision");
        assertThat(mia.rows("stored")).hasCount(1);
        act(mia, "the decision", "Copy link");
        assertThat(mia.page().locator("#action-status")).hasText("The link is copied.");
        String link = String.valueOf(mia.page().evaluate("() => navigator.clipboard.readText()"));
        fill("links", MESSAGES);
        mia.awaitMessage("text " + MESSAGES);

        Tab noa = Tab.open(
                        TABS.desktop(), PAGE.home(), link.substring(PAGE.home().length()))
                .join("noa");
        Locator target = row(noa, "the decision");
        assertThat(target).isInViewport();
        assertThat(target).hasClass(Pattern.compile(".*highlighted.*"));
        assertThat(target).isFocused();
        assertThat(noa.page()).hasURL(PAGE.home() + "/?room=links");
        assertAccessible(noa);
        noa.screenshot("actions-permalink");
        noa.button("Jump to latest").click();
        assertThat(row(noa, "text " + MESSAGES)).isInViewport();

        noa.send(link);
        noa.page().locator("#transcript .text a").click();
        assertThat(row(noa, "the decision")).isInViewport();
        noa.assertNoErrors();
    }

    /** Publishes messages with these numbers in a room. */
    private static void fill(String room, int messages) {
        try (StompLibraryClient writer = StompLibraryClient.connect(
                        PAGE.server().pagePort())
                .logIn("writer")
                .join(room)) {
            for (int i = 1; i <= messages; i++) {
                writer.publish(room, "text " + i, "r" + i);
            }
            writer.receiveReceipt("r" + messages);
        }
    }

    @Test
    void changesWhileOfflineAreSentAfterTheReconnect() {
        BrowserContext context = TABS.desktop();
        AtomicBoolean isOffline = new AtomicBoolean();
        List<WebSocketRoute> sockets = new ArrayList<>();
        context.routeWebSocket("**/ws/**", socket -> {
            if (isOffline.get()) {
                socket.close();
            } else {
                sockets.add(socket);
                socket.connectToServer();
            }
        });
        Tab ola = TABS.join(context, "offline", "ola");
        Tab pia = TABS.join(TABS.desktop(), "offline", "pia");
        ola.send("typo").awaitMessage("typo");
        pia.awaitMessage("typo");
        isOffline.set(true);
        sockets.forEach(WebSocketRoute::close);
        assertThat(ola.banner()).isVisible();
        row(ola, "typo").focus();
        press(ola, "e", "Control+a");
        ola.page().keyboard().type("corrected");
        press(ola, "Enter");
        assertThat(row(ola, "corrected").locator(".state")).containsText("saving…");
        isOffline.set(false);
        assertThat(row(pia, "corrected").locator(".edited")).isVisible();
        assertThat(row(ola, "corrected").locator(".edited")).isVisible();
        assertThat(row(ola, "corrected").locator(".state")).isHidden();
    }
}
