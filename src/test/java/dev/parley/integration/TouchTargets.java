package dev.parley.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.parley.integration.MessageTabs.longPress;
import static dev.parley.integration.MessageTabs.named;
import static dev.parley.integration.MessageTabs.press;
import static dev.parley.integration.MessageTabs.row;
import static dev.parley.integration.MessageTabs.sheetButton;

import com.microsoft.playwright.options.AriaRole;

/** Opens each state of the page on a phone, and checks that a finger can hit all that it offers. */
final class TouchTargets {

    private TouchTargets() {}

    /**
     * Checks the join form, the room, and all lists, menus and dialogs.
     *
     * @param fay a tab with the join form of the room {@code touch}
     */
    static void assertFit(Tab fay, ServerProcess server) {
        fay.assertFitForFingers("join form");
        try (Netcat ken = Netcat.join(server.terminalPort(), "ken")) {
            ken.sendLine("/join touch");
            ken.sendLine("/away on the train until 13:00");
            fay.requestName("ken");
            assertThat(fay.button("ken2")).isVisible();
            fay.assertFitForFingers("taken name");
            fay.requestName("fay");
            sendByFinger(fay, "ok");
            sendByFinger(fay, "```\nx = 1\n```");
            longPress(fay, row(fay, "ok"));
            fay.assertFitForFingers("actions of a message");
            sheetButton(fay, "thumbs up").tap();
            longPress(fay, row(fay, "ok"));
            sheetButton(fay, "Reply").tap();
            fay.assertFitForFingers("reply");
            sendByFinger(fay, "ja");
            assertThat(row(fay, "ja").locator(".reply")).isVisible();
            fay.assertFitForFingers("room");
            assertActionsFit(fay);
            assertListsFit(fay);
            assertDialogsFit(fay);
        }
        fay.assertNoErrors();
    }

    private static void sendByFinger(Tab tab, String text) {
        tab.messageBox().fill(text);
        tab.button("Send").tap();
        assertThat(tab.texts().last()).containsText(text.replace("```", "").strip());
        assertThat(tab.rows("pending")).hasCount(0);
    }

    private static void assertActionsFit(Tab tab) {
        longPress(tab, row(tab, "ja"));
        sheetButton(tab, "React").tap();
        assertThat(tab.page().locator("#emoji-list")).isVisible();
        tab.assertFitForFingers("emojis");
        press(tab, "Escape");
        longPress(tab, row(tab, "ja"));
        sheetButton(tab, "Edit").tap();
        tab.assertFitForFingers("editor");
        tab.button("Cancel").tap();
        longPress(tab, row(tab, "ja"));
        sheetButton(tab, "Delete").tap();
        tab.assertFitForFingers("deletion");
        tab.button("Keep").tap();
        tab.messageBox().fill("/");
        assertThat(tab.page().locator("#completion")).isVisible();
        tab.assertFitForFingers("commands");
        tab.messageBox().fill("/who");
        tab.button("Send").tap();
        assertThat(tab.page().locator(".note")).isVisible();
        tab.assertFitForFingers("answer");
    }

    private static void assertListsFit(Tab tab) {
        tab.page().locator("#open-people").tap();
        assertThat(tab.people()).containsText("on the train");
        tab.assertFitForFingers("users");
        tab.people().getByRole(AriaRole.BUTTON, named("ken")).last().tap();
        assertThat(tab.page().locator("#person-menu")).isVisible();
        tab.assertFitForFingers("menu of a user");
        press(tab, "Escape");
        tab.page().locator("#open-invite").tap();
        tab.page().locator("#invite [type=submit]").tap();
        assertThat(tab.page().locator("#invite-qr svg")).isVisible();
        tab.assertFitForFingers("invitation");
        press(tab, "Escape", "Escape");
        tab.page().locator("#open-rooms").tap();
        tab.assertFitForFingers("rooms");
        tab.page().locator("#open-switcher").tap();
        assertThat(tab.page().locator("#switcher-list")).isVisible();
        tab.assertFitForFingers("switcher");
        press(tab, "Escape");
    }

    private static void assertDialogsFit(Tab tab) {
        tab.page().locator("#open-preferences").tap();
        assertThat(tab.page().locator("#preferences")).isVisible();
        tab.page().locator("#server-address").fill("lab.example");
        press(tab, "Enter");
        assertThat(tab.page().locator("#server-list a")).isVisible();
        tab.assertFitForFingers("settings");
        press(tab, "Escape", "Escape");
        tab.page().locator("#open-message-search").tap();
        tab.page().locator("#message-search-box").fill("ja");
        press(tab, "Enter");
        assertThat(tab.page().locator("#message-search-results a")).isVisible();
        tab.assertFitForFingers("search");
        press(tab, "Escape");
    }
}
