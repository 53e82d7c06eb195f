package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.parley.integration.Tab;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks the use of the whole page by keyboard. */
@Tag("full")
@Tag("waits")
class KeyboardIT extends PageTestBase {

    private static final int TAB_PRESSES = 40;

    @Test
    void allControlsAreReachedByKeyboard() {
        // Chromium's headless shell denies notifications always.
        context.addInitScript("Object.defineProperty(Notification, 'permission', { get: () => 'default' })");
        Tab page = page("/");
        Keyboard keys = page.page().keyboard();
        keys.type("ada");
        keys.press("Enter");
        assertThat(page.messageBox()).isFocused();
        keys.type("hello");
        keys.press("Enter");
        assertThat(page.texts()).hasText("hello");

        List<String> reached = focusedByTab(page);
        assertThat(reached)
                .contains(
                        "Skip to the message box",
                        "Leave",
                        "Find or create a room",
                        "Write to a person",
                        "Settings",
                        "lobby",
                        "java2 here",
                        "#transcript",
                        "#message",
                        "Insert an emoji",
                        "Send",
                        "grace");
        page.assertNoErrors();
    }

    /** Joins a second room, so that Leave is enabled, presses Tab repeatedly, and returns the focused elements. */
    private static List<String> focusedByTab(Tab page) {
        Keyboard keys = page.page().keyboard();
        keys.type("/join lab");
        keys.press("Enter");
        assertThat(page.log("lab")).isAttached();
        List<String> reached = new ArrayList<>();
        for (int i = 0; i < TAB_PRESSES; i++) {
            keys.press("Tab");
            reached.add(String.valueOf(page.page()
                    .evaluate("() => { const e = document.activeElement;"
                            + " return e.matches('button, a') ? e.ariaLabel ?? e.textContent.trim() : '#' + e.id }")));
            assertThat(page.page().evaluate("""
                            () => { const e = document.activeElement;
                                    if (e === document.body) return true;
                                    const box = e.matches('textarea') ? e.closest('.composer') : e;
                                    return getComputedStyle(box).outlineStyle !== 'none' }"""))
                    .as("focus is visible on " + reached.get(i))
                    .isEqualTo(true);
        }
        return reached;
    }

    @Test
    void skipLinkFocusesTheMessageBox() {
        Tab page = ada();
        page.page().locator(".skip").focus();
        assertThat(page.page().locator(".skip")).isInViewport();
        page.page().keyboard().press("Enter");
        assertThat(page.messageBox()).isFocused();
    }

    @Test
    void altArrowKeysSwitchRooms() {
        Tab page = ada();
        page.send("/join java");
        assertThat(page.log("java")).isAttached();
        page.page().keyboard().press("Alt+ArrowUp");
        assertThat(page.log("lobby")).isAttached();
        page.page().keyboard().press("Alt+ArrowDown");
        assertThat(page.log("java")).isAttached();
        assertThat(page.messageBox()).isFocused();
    }

    @Test
    void controlKOpensOrCreatesARoomOrOpensADirectConversation() {
        Tab page = ada();
        Keyboard keys = page.page().keyboard();
        Locator dialog = page.page()
                .getByRole(
                        AriaRole.DIALOG,
                        new com.microsoft.playwright.Page.GetByRoleOptions().setName("Room or person"));
        for (String combination : List.of("Control+k", "Meta+k")) {
            keys.press(combination);
            assertThat(dialog).isVisible();
            keys.press("Escape");
            assertThat(dialog).isHidden();
            assertThat(page.messageBox()).isFocused();
        }
        keys.press("Control+k");
        keys.type("ja");
        assertThat(dialog.getByRole(AriaRole.OPTION).first()).containsText("java");
        assertAccessible(page, "room switcher");
        page.screenshot("switcher");
        keys.press("Enter");
        assertThat(page.log("java")).isAttached();
        keys.press("Control+k");
        keys.type("Brand-New");
        assertThat(dialog.getByRole(AriaRole.OPTION)).containsText("new room");
        keys.press("Enter");
        assertThat(page.page()).hasURL(site.address("/?room=brand-new"));
        keys.press("Control+k");
        keys.type("grac");
        keys.press("ArrowDown");
        keys.press("ArrowUp");
        keys.press("Enter");
        assertThat(page.page().locator("#room-name")).hasText("grace");
        page.assertNoErrors();
    }

    @Test
    void questionMarkOutsideAFieldListsTheShortcuts() {
        Tab page = ada();
        Locator dialog = page.page()
                .getByRole(AriaRole.DIALOG, new com.microsoft.playwright.Page.GetByRoleOptions().setName("Shortcuts"));
        page.page().keyboard().type("really?");
        assertThat(page.messageBox()).hasValue("really?");
        assertThat(dialog).isHidden();
        page.transcriptBox().focus();
        page.page().keyboard().press("?");
        assertThat(dialog).containsText("previous, next room");
        assertAccessible(page, "list of shortcuts");
        page.screenshot("keys");
        page.page().keyboard().press("Escape");
        assertThat(dialog).isHidden();
        assertThat(page.transcriptBox()).isFocused();
    }

    @Test
    void f6CyclesThroughTheRegions() {
        Tab page = ada();
        List<String> places = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            page.page().keyboard().press("F6");
            places.add(String.valueOf(page.page()
                    .evaluate(
                            "() => document.activeElement.closest('header, nav, #transcript, #composer, aside')?.id")));
        }
        assertThat(places).containsExactly("people", "header", "rooms", "transcript", "composer");
    }

    @Test
    void escapeClosesTheDialogThenScrollsToTheLatestMessage() {
        server.addHistory("lobby", 80);
        Tab page = ada();
        assertThat(page.page().locator("text='message 80'")).isInViewport();
        page.transcriptBox().evaluate("element => element.scrollTop -= 900");
        assertThat(page.button("Jump to latest")).isVisible();
        page.page().keyboard().press("Control+k");
        page.page().keyboard().press("Escape");
        assertThat(page.button("Jump to latest")).isVisible();
        page.page().keyboard().press("Escape");
        assertThat(page.button("Jump to latest")).isHidden();
        assertThat(page.page().locator("text='message 80'")).isInViewport();
    }

    @Test
    void arrowKeysFocusMessagesAndShowTheirFullDate() {
        server.addHistory("lobby", 3);
        Tab page = ada();
        assertThat(page.texts()).hasCount(3);
        page.transcriptBox().focus();
        page.page().keyboard().press("ArrowUp");
        page.page().keyboard().press("ArrowUp");
        Locator focused = page.page().locator(".message:focus-visible");
        assertThat(focused.locator(".text")).hasText("message 2");
        assertThat(focused.locator("time")).hasAttribute("title", "Friday, 20 November 2026 at 14:02:00");
        assertThat(String.valueOf(
                        focused.locator("time").evaluate("element => getComputedStyle(element, '::after').content")))
                .contains("20 November 2026");
        page.screenshot("full-date");
    }

    @Test
    void controlFIsLeftToTheBrowser() {
        Tab page = ada();
        assertThat(page.page()
                        .evaluate("() => document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
                                + " { key: 'f', ctrlKey: true, bubbles: true, cancelable: true }))"))
                .isEqualTo(true);
    }
}
