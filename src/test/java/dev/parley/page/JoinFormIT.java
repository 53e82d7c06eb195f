package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitUntilState;
import dev.parley.integration.Tab;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks the join form, nicknames, reloads and duplicated tabs. */
@Tag("waits")
class JoinFormIT extends PageTestBase {

    private static final Map<String, Object> TAKEN = Map.of(
            "code", "name-taken",
            "sentence", "“ada” is taken. Try ada2 or ada_.",
            "suggestions", List.of("ada2", "ada_"));

    @Test
    void nicknameBoxHasTheFocusAndEnterJoins() {
        Tab page = page("/");
        assertThat(page.nameBox()).isFocused();
        page.nameBox().fill("ada");
        page.nameBox().press("Enter");
        assertThat(page.messageBox()).isFocused();
        assertThat(page.people()).containsText("ada");
        page.assertNoErrors();
    }

    @Test
    @Tag("full")
    void nicknameIsValidatedWhileItIsTyped() {
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
    void takenNicknameIsAnsweredWithTwoSuggestionButtons() {
        server.refuseNextLogin(TAKEN);
        Tab page = page("/");
        page.nameBox().fill("ada");
        page.joinButton().click();
        assertThat(page.page().locator("#name-help")).hasText("“ada” is taken. Try ada2 or ada_.");
        assertThat(page.button("ada2")).isVisible();
        page.screenshot("join-taken");
        page.button("ada_").click();
        assertThat(page.people()).containsText("ada_");
        page.assertNoErrors();
    }

    @Test
    @Tag("full")
    void serverPasswordAddsASecondField() {
        site.setSettings(PageSite.Settings.DEFAULT.withPassword());
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
    @Tag("full")
    void unreachableServerIsReported() {
        server.stop();
        Tab page = page("/");
        page.nameBox().fill("ada");
        page.joinButton().click();
        assertThat(page.page().locator("#name-help")).containsText("cannot be reached");
        server.restart();
        page.joinButton().click();
        assertThat(page.messageBox()).isVisible();
    }

    @Test
    @Tag("full")
    void lastNicknameIsOffered() {
        ada();
        assertThat(page("/").nameBox()).hasValue("ada");
    }

    @Test
    void reloadedTabResumesTheSessionInTheSameRoom() {
        Tab page = page("/?room=java").join("ada");
        page.page().reload();
        assertThat(page.log("java")).isAttached();
        assertThat(page.messageBox()).isVisible();
        assertThat(server.frames("CONNECT").get(1).header("resume")).isEqualTo("token-of-ada");
        assertThat(page.page()).hasURL(site.address("/?room=java"));
    }

    @Test
    void tabOpenedAfterTheLastOneWasClosedContinuesItsVisit() {
        Tab page = page("/?room=java").join("ada");
        assertThat(page.messageBox()).isVisible();
        page.page().close();
        Tab again = page("/?room=java");
        assertThat(again.messageBox()).isVisible();
        again.page().waitForCondition(() -> server.frames("CONNECT").size() == 2);
        assertThat(server.frames("CONNECT"))
                .extracting(frame -> frame.headers().get("resume"))
                .containsExactly(null, "token-of-ada");
    }

    @Test
    @Tag("full")
    void tabIsAUserOfItsOwnWhileAnotherOneIsOpen() {
        ada();
        Tab second = page("/");
        assertThat(second.nameBox()).isVisible();
        assertThat(server.frames("CONNECT")).hasSize(1);
    }

    @Test
    @Tag("full")
    void logoutForgetsTheLastVisit() {
        Tab page = ada();
        page.send("/quit");
        assertThat(page.nameBox()).isVisible();
        page.page().close();
        assertThat(page("/").nameBox()).isVisible();
    }

    @Test
    @Tag("full")
    void duplicatedTabStartsAtTheJoinForm() {
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
    @Tag("full")
    void quitReturnsToTheJoinForm() {
        Tab page = ada();
        page.send("/quit");
        assertThat(page.nameBox()).isVisible();
        assertThat(server.frames("DISCONNECT")).hasSize(1);
    }

    @Test
    @Tag("full")
    void joinFormShowsTheTerminalCommandAndTheRetention() {
        Tab page = page("/");
        assertThat(page.page().locator("#join")).containsText("In a terminal: nc localhost 8000");
        assertThat(page.page().locator("#join")).containsText("Messages are stored for 30 days.");
        assertThat(page.page().locator("#join")).containsText("6 people are in the lobby. No account needed.");
        assertThat(page.page().locator("#join input")).hasCount(1);
    }

    @Test
    void formIsUsableBeforeTheScriptsAreLoaded() {
        List<Route> held = new ArrayList<>();
        context.route("**/js/main.js", held::add);
        Page page = context.newPage();
        page.navigate(site.address("/"), new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
        page.getByLabel("Your name").fill("ada");
        page.waitForCondition(() -> !held.isEmpty());
        page.keyboard().press("Enter");
        assertThat(page.locator("html")).hasAttribute("data-submitted", "");
        held.forEach(Route::resume);
        assertThat(page.locator("#people-list")).containsText("ada");
    }

    @Test
    void formNamesTheServerAndUsersOfTheLobby() {
        Tab page = page("/");
        assertThat(page.page().locator("#join h1")).hasText("Parley");
        assertThat(page.page().locator("#join-people .avatar")).hasCount(2);
        assertThat(page.page().getByLabel("grace")).hasAttribute("data-initials", "GR");
        // The tests open the page as localhost, which is no address for other devices.
        assertThat(page.page().locator("#join-address")).isHidden();
    }
}
