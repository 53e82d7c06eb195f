package dev.parley.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.parley.integration.MessageTabs.act;
import static dev.parley.integration.MessageTabs.assertAccessible;
import static dev.parley.integration.MessageTabs.press;
import static dev.parley.integration.MessageTabs.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Moderates with the menus of the page on the real server: with the pointer, by keyboard alone and on a phone. Each test has
 * rooms and users of its own.
 */
@Tag("waits")
@Tag("full")
class OperatorMenusIT {

    private static final String PASSWORD = "tea at four";

    @RegisterExtension
    private static final ServedPage PAGE = ServedPage.with(
            "--parley.limits.messages-per-second=0", "--parley.operator.password-file=" + passwordFile());

    private static final MessageTabs TABS = new MessageTabs(PAGE);

    private static Path passwordFile() {
        try {
            Path file = Files.createTempFile("parley-operator", ".txt");
            file.toFile().deleteOnExit();
            return Files.writeString(file, PASSWORD + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void closeContexts() {
        PAGE.browsers().close();
    }

    private static Tab operator(BrowserContext context, String room, String name) {
        Tab tab = TABS.join(context, room, name);
        tab.messageBox().fill("/op " + PASSWORD);
        tab.button("Send").click();
        assertThat(tab.button("Manage the room")).isVisible();
        return tab;
    }

    private static Locator dialog(Tab tab, String name) {
        return tab.page()
                .getByRole(
                        AriaRole.DIALOG,
                        new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator button(Locator within, String name) {
        return within.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Opens the menu of a user in the list and presses an item. */
    private static void choose(Tab tab, String name, String item) {
        tab.button("Actions for " + name).click();
        button(dialog(tab, name), item).click();
    }

    private static void manage(Tab tab, String room, String item) {
        tab.button("Manage the room").click();
        button(dialog(tab, "Manage #" + room), item).click();
    }

    private static Locator answer(Tab tab) {
        return tab.page().locator("#transcript .note .note-lines").last();
    }

    private static void capture(Tab tab, String name) {
        assertAccessible(tab);
        tab.screenshot("operator-" + name);
    }

    @Test
    void usersAndMessagesAreModeratedWithThePointer() {
        Tab ada = TABS.join(TABS.desktop(), "pointer", "ada");
        Tab bob = TABS.join(TABS.desktop(), "pointer", "bob");
        bob.send("first spam").send("second spam").send("third spam");
        ada.awaitMessage("third spam");

        ada.button("Actions for bob").click();
        assertThat(dialog(ada, "bob").getByRole(AriaRole.BUTTON)).hasText(new String[] {"Direct message", "Ignore"});
        capture(ada, "user-menu");
        button(dialog(ada, "bob"), "Ignore").click();
        assertThat(row(ada, "spam")).isHidden();
        assertThat(ada.people()).containsText("ignored");
        choose(ada, "bob", "Stop ignoring");
        ada.awaitMessage("third spam");
        assertThat(ada.button("Manage the room")).isHidden();

        ada.send("/op " + PASSWORD);
        assertThat(ada.button("Manage the room")).isVisible();
        act(ada, "first spam", "Delete");
        Locator question = ada.page()
                .getByRole(
                        AriaRole.GROUP,
                        new Page.GetByRoleOptions().setName("Delete this message of bob for everyone? All operators"));
        capture(ada, "delete");
        button(question, "Delete").click();
        assertThat(bob.page().locator(".deleted-note")).hasText("ada deleted this message.");
        act(ada, "second spam", "Author…");
        capture(ada, "person-menu");
        button(dialog(ada, "bob"), "Delete messages…").click();
        dialog(ada, "Delete messages of bob?")
                .getByRole(AriaRole.COMBOBOX)
                .selectOption(new SelectOption().setLabel("10 minutes"));
        capture(ada, "purge");
        button(dialog(ada, "Delete messages of bob?"), "Delete").click();
        assertThat(answer(ada)).hasText("2 messages were deleted.");
        assertThat(bob.page().locator(".deleted-note")).hasCount(3);

        choose(ada, "bob", "Mute…");
        ada.box("Reason (optional)").fill("2 warnings");
        button(dialog(ada, "Mute bob?"), "Mute").click();
        assertThat(answer(ada)).containsText("bob is muted until");
        bob.send("more");
        assertThat(bob.rows("refused")).containsText("60 minutes from now: 2 warnings. You can read");
        ada.button("Actions for bob").click();
        assertThat(dialog(ada, "bob").getByRole(AriaRole.BUTTON))
                .hasText(new String[] {"Direct message", "Ignore", "Unmute", "Kick…", "Ban…", "Delete messages…"});
        button(dialog(ada, "bob"), "Unmute").click();
        assertThat(answer(ada)).hasText("bob is no longer muted.");
        bob.send("last words");
        ada.awaitMessage("last words");

        choose(ada, "bob", "Ban…");
        dialog(ada, "Ban bob?").getByRole(AriaRole.COMBOBOX).selectOption(new SelectOption().setLabel("no end"));
        ada.box("Reason (optional)").fill("3 warnings");
        capture(ada, "ban");
        button(dialog(ada, "Ban bob?"), "Ban").click();
        assertThat(answer(ada))
                .containsText("bob is banned: the nickname, the user under any nickname. Disconnected: bob.");
        bob.awaitText("The operator has banned you from this server: 3 warnings.");
        act(ada, "last words", "Author…");
        button(dialog(ada, "bob"), "Unban").click();
        assertThat(answer(ada)).hasText("bob is no longer banned.");
        act(ada, "last words", "Author…");
        assertThat(button(dialog(ada, "bob"), "Ban…")).isVisible();
        assertThat(button(dialog(ada, "bob"), "Unban")).isHidden();
        ada.assertNoErrors();
    }

    @Test
    void roomIsManagedWithThePointer() {
        Tab cyd = operator(TABS.desktop(), "garden", "cyd");
        Tab dan = TABS.join(TABS.desktop(), "garden", "dan");
        manage(cyd, "garden", "Lock: only operators write");
        assertThat(dan.messageBox()).hasAttribute("placeholder", "Only operators write here");
        assertThat(cyd.messageBox()).hasAttribute("placeholder", "Message #garden");
        dan.send("hello");
        assertThat(dan.rows("refused")).containsText("This room is locked");
        cyd.button("Manage the room").click();
        capture(cyd, "room-menu");
        button(dialog(cyd, "Manage #garden"), "Unlock: all users write").click();
        assertThat(dan.messageBox()).hasAttribute("placeholder", "Message #garden");

        manage(cyd, "garden", "Topic…");
        cyd.box("Topic").fill("All about tea");
        cyd.box("Topic").press("Enter");
        assertThat(dan.page().locator("#room-topic")).hasText("All about tea");
        manage(cyd, "garden", "Slow mode…");
        dialog(cyd, "Slow mode of #garden")
                .getByRole(AriaRole.COMBOBOX)
                .selectOption(new SelectOption().setLabel("5 minutes"));
        button(dialog(cyd, "Slow mode of #garden"), "Save").click();
        dan.awaitText("cyd set the slow mode: one message every 300 seconds.");

        manage(cyd, "garden", "Close the room…");
        capture(cyd, "close");
        button(dialog(cyd, "Close #garden?"), "Cancel").click();
        assertThat(cyd.page().locator("#room-name")).hasText("garden");
        manage(cyd, "garden", "Close the room…");
        button(dialog(cyd, "Close #garden?"), "Close and delete").click();
        assertThat(dan.page().locator("#room-name")).hasText("lobby");
        assertThat(cyd.page().locator("#room-name")).hasText("lobby");
        cyd.button("Manage the room").click();
        assertThat(button(dialog(cyd, "Manage #lobby"), "Close the room…")).isHidden();
        cyd.page().keyboard().press("Escape");
        cyd.send("/deop");
        assertThat(cyd.button("Manage the room")).isHidden();
        cyd.assertNoErrors();
        dan.assertNoErrors();
    }

    @Test
    void menusWorkByKeyboardAlone() {
        Tab kim = operator(TABS.desktop(), "keys", "kim");
        Tab lou = TABS.join(TABS.desktop(), "keys", "lou");
        lou.send("noise");
        kim.awaitMessage("noise");

        kim.messageBox().focus();
        press(kim, "Shift+Tab", "ArrowUp", "m");
        assertThat(button(dialog(kim, "lou"), "Direct message")).isFocused();
        press(kim, "Escape");
        assertThat(row(kim, "noise")).isFocused();
        press(kim, "Delete");
        assertThat(kim.page().locator(".deletion .danger")).isFocused();
        press(kim, "Enter");
        assertThat(lou.page().locator(".deleted-note")).hasText("kim deleted this message.");

        kim.button("Actions for lou").focus();
        press(kim, "Enter", "End", "ArrowUp", "ArrowUp");
        assertThat(button(dialog(kim, "lou"), "Kick…")).isFocused();
        press(kim, "Enter");
        assertThat(kim.box("Reason (optional)")).isFocused();
        kim.page().keyboard().type("too loud");
        press(kim, "Escape");
        assertThat(kim.button("Actions for lou")).isFocused();
        press(kim, "Enter", "End", "ArrowUp", "ArrowUp", "Enter");
        assertThat(kim.box("Reason (optional)")).hasValue("");
        kim.page().keyboard().type("too loud");
        press(kim, "Enter");
        lou.awaitText("The operator kicked you: too loud");
        assertThat(kim.page().locator("#people")).isFocused();

        kim.button("Manage the room").focus();
        press(kim, "Enter", "ArrowDown", "Enter");
        assertThat(answer(kim)).hasText("keys: The room is locked: only operators can write.");
        assertThat(kim.button("Manage the room")).isFocused();
        kim.assertNoErrors();
    }

    @Test
    void menusAreSheetsOnAPhone() {
        Tab max = operator(TABS.phone(), "mobile", "max");
        TABS.join(TABS.desktop(), "mobile", "ned");
        max.page().locator("#open-people").tap();
        Locator open = max.button("Actions for ned");
        assertThat(open).isVisible();
        capture(max, "phone-people");
        open.tap();
        max.assertFitForFingers("menu of a user");
        capture(max, "phone-menu");
        button(dialog(max, "ned"), "Ban…").tap();
        capture(max, "phone-ban");
        button(dialog(max, "Ban ned?"), "Cancel").tap();
        max.page().keyboard().press("Escape");
        max.button("Manage the room").tap();
        capture(max, "phone-room");
        button(dialog(max, "Manage #mobile"), "Lock: only operators write").tap();
        assertThat(answer(max)).hasText("mobile: The room is locked: only operators can write.");
        max.assertNoErrors();
    }
}
