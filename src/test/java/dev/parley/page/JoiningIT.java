package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.parley.integration.Tab;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Joining: the form, names, reloads, duplicated tabs. */
class JoiningIT extends PageTestBase {

    private static final Map<String, Object> TAKEN = Map.of(
            "code", "name-taken",
            "sentence", "“ada” is taken. Try ada2 or ada_.",
            "suggestions", List.of("ada2", "ada_"));

    @Test
    void theNameBoxHasTheFocusAndEnterJoins() {
        Tab page = page("/");
        assertThat(page.nameBox()).isFocused();
        page.nameBox().fill("ada");
        page.nameBox().press("Enter");
        assertThat(page.messageBox()).isFocused();
        assertThat(page.people()).containsText("ada");
        page.isWithoutFault();
    }

    @Test
    void aNameIsCheckedWhileItIsTyped() {
        Tab page = page("/");
        Locator alert = page.page().locator("#name-help");
        page.nameBox().fill("much-too-long");
        assertThat(alert).hasText("A name has at most 10 characters; this one has 13.");
        page.nameBox().fill("");
        assertThat(alert).isEmpty();
        page.joinButton().click();
        assertThat(alert).hasText("Enter a name.");
        assertThat(page.joinButton()).isEnabled();
        assertThat(page.nameBox()).hasAttribute("aria-invalid", "true");
    }

    @Test
    void aTakenNameComesWithTwoSuggestionsAsButtons() {
        server.refuseJoin(TAKEN);
        Tab page = page("/");
        page.nameBox().fill("ada");
        page.joinButton().click();
        assertThat(page.page().locator("#name-help")).hasText("“ada” is taken. Try ada2 or ada_.");
        assertThat(page.button("ada2")).isVisible();
        page.screenshot("join-taken");
        page.button("ada_").click();
        assertThat(page.people()).containsText("ada_");
        page.isWithoutFault();
    }

    @Test
    void aServerPasswordAddsASecondField() {
        site.settings(PageSite.Settings.USUAL.withPassword());
        Tab page = page("/");
        page.nameBox().fill("ada");
        page.joinButton().click();
        assertThat(page.page().locator("#name-help")).hasText("Enter the server password.");
        page.page().getByLabel("Server password").fill("secret");
        page.joinButton().click();
        assertThat(page.messageBox()).isVisible();
        assertThat(server.frames("CONNECT").get(0).header("passcode")).isEqualTo("secret");
    }

    @Test
    void aServerThatCannotBeReachedIsSaidSo() {
        server.goDown();
        Tab page = page("/");
        page.nameBox().fill("ada");
        page.joinButton().click();
        assertThat(page.page().locator("#name-help")).containsText("cannot be reached");
        server.comeUp();
        page.joinButton().click();
        assertThat(page.messageBox()).isVisible();
    }

    @Test
    void theNameLastUsedIsOffered() {
        ada();
        assertThat(page("/").nameBox()).hasValue("ada");
    }

    @Test
    void aReloadedTabComesBackAsTheSamePersonToTheSameRoom() {
        Tab page = page("/?room=java").joined("ada");
        page.page().reload();
        assertThat(page.log("java")).isAttached();
        assertThat(page.messageBox()).isVisible();
        assertThat(server.frames("CONNECT").get(1).header("resume")).isEqualTo("token-of-ada");
        assertThat(page.page()).hasURL(site.address("/?room=java"));
    }

    @Test
    void aDuplicatedTabStartsAtTheJoinForm() {
        Tab first = ada();
        Object kept = first.page().evaluate("() => JSON.stringify(sessionStorage)");
        context.addInitScript(
                "if (window === top && !sessionStorage.length) for (const [k, v] of Object.entries(JSON.parse("
                        + "String.raw`" + kept + "`))) sessionStorage.setItem(k, v)");
        Tab copy = page("/");
        assertThat(copy.nameBox()).isVisible();
        assertThat(first.messageBox()).isVisible();
        assertThat(server.frames("CONNECT")).hasSize(1);
    }

    @Test
    void quittingEndsAtTheJoinForm() {
        Tab page = ada();
        page.says("/quit");
        assertThat(page.nameBox()).isVisible();
        assertThat(server.frames("DISCONNECT")).hasSize(1);
    }

    @Test
    void belowTheFormStandsHowToComeByATerminalAndHowLongMessagesAreKept() {
        Tab page = page("/");
        assertThat(page.page().locator("#join")).containsText("From a terminal: nc localhost 8000");
        assertThat(page.page().locator("#join")).containsText("Messages are stored for 30 days.");
        assertThat(page.page().locator("#join")).containsText("6 people are in the lobby. No account needed.");
        assertThat(page.page().locator("#join input")).hasCount(1);
    }
}
