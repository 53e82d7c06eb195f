package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.parley.integration.Tab;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks the lists of rooms, users and other servers, and the header. */
@Tag("full")
@Tag("waits")
class RoomsIT extends PageTestBase {

    @Test
    void otherServersAreStoredAsLinksUntilTheyAreRemoved() {
        Tab page = ada();
        openSettings(page);
        Locator box = page.page().getByLabel("Address of the page");
        box.fill("javascript:alert(1)//");
        box.press("Enter");
        assertThat(page.page().locator("#server-help")).containsText("not an address");
        assertAccessible(page, "adding a server");
        box.fill("lab.example:8080");
        box.press("Enter");
        box.fill("https://chat.example");
        box.press("Enter");
        Locator links = page.page().locator("#server-list").getByRole(AriaRole.LINK);
        assertThat(links).hasText(new String[] {"lab.example:8080", "chat.example"});
        page.page().reload();
        openSettings(page);
        assertThat(links.first()).hasAttribute("href", "http://lab.example:8080/");
        assertThat(links.last()).hasAttribute("href", "https://chat.example/");
        assertThat(links.first()).hasAttribute("rel", "noopener noreferrer nofollow");
        page.button("Remove lab.example:8080").click();
        assertThat(links).hasText(new String[] {"chat.example"});
        page.assertNoErrors();
    }

    @Test
    void roomsBeyondTheListAreFoundBySearch() {
        server.roomList().add("tea", 250);
        Tab page = ada();
        Locator box = page.page().getByLabel("Find a room");
        Locator rows = page.roomList().getByRole(AriaRole.LISTITEM);
        Locator status = page.page().locator("#room-search-status");
        assertThat(rows).hasCount(100);
        page.button("152 more rooms…").click();
        assertThat(box).isFocused();
        page.page().keyboard().type("A-24");
        assertThat(status).hasText("11 rooms found");
        assertThat(rows).hasCount(11);
        assertAccessible(page, "room search");
        page.screenshot("room-search");
        box.fill("tea");
        assertThat(status).hasText("250 rooms found, 188 of them shown. Enter more of the name.");
        box.fill("coffee");
        assertThat(status).hasText("No room has this text in its name.");
        box.press("Escape");
        assertThat(rows).hasCount(100);
        page.page().keyboard().type("tea-249");
        assertThat(status).hasText("1 room found");
        box.press("ArrowDown");
        page.page().keyboard().press("Enter");
        assertThat(page.page().locator("#room-name")).hasText("tea-249");
        assertThat(rows).hasCount(101);
        assertThat(box).hasValue("");
        page.assertNoErrors();
    }

    @Test
    void roomIsFoundOnATouchScreenOf360Pixels() {
        server.roomList().add("tea", 120);
        try (BrowserContext phone = browser(new Browser.NewContextOptions()
                .setViewportSize(360, 640)
                .setHasTouch(true)
                .setIsMobile(true))) {
            server.attachTo(phone);
            Tab page = Tab.open(phone, site.address(""), "/").requestName("ada");
            page.page().locator("#open-rooms").tap();
            Locator box = page.page().getByLabel("Find a room");
            box.tap();
            page.page().keyboard().type("tea-120");
            assertThat(page.page().locator("#room-search-status")).hasText("1 room found");
            assertThat(page.page().evaluate("() => document.documentElement.scrollWidth"))
                    .isEqualTo(360);
            assertThat(box.boundingBox().height).isGreaterThanOrEqualTo(44);
            assertAccessible(page, "room search on a phone");
            page.screenshot("room-search-phone");
            page.page().locator("#room-list button").first().tap();
            assertThat(page.page().locator("#room-name")).hasText("tea-120");
            assertThat(page.page().locator("#open-rooms")).hasAttribute("aria-expanded", "false");
            page.assertNoErrors();
        }
    }

    @Test
    void quickSwitcherAsksTheServerForRoomsBeyondTheList() {
        server.roomList().add("tea", 250);
        Tab page = ada();
        page.page().keyboard().press("Control+K");
        page.page().keyboard().type("tea-249");
        Locator options = page.page().locator("#switcher-list").getByRole(AriaRole.OPTION);
        assertThat(options).hasText(new String[] {"tea-249 1 here"});
        page.page().keyboard().press("Enter");
        assertThat(page.page().locator("#room-name")).hasText("tea-249");
        page.assertNoErrors();
    }

    @Test
    void serverThatSendsAllRoomsHasNoSearchField() {
        Tab page = ada();
        assertThat(page.page().getByLabel("Find a room")).isHidden();
        assertThat(page.page().locator("#more-rooms")).isHidden();
    }

    @Test
    void refusedSearchIsExplained() {
        server.roomList().add("tea", 250);
        Tab page = ada();
        server.refuseNextMessage(Map.of("code", "slow-down", "sentence", "Slow down.", "retryAfterMs", 1_000));
        page.page().getByLabel("Find a room").fill("coffee");
        assertThat(page.page().locator("#room-search-status")).not().isEmpty();
        assertThat(page.page().locator("#room-search-status")).not().containsText("No room");
    }

    @Test
    void userListMarksTerminalOperatorIdleAndOwnUser() {
        Tab page = ada();
        Locator people = page.people().getByRole(AriaRole.LISTITEM);
        assertThat(people).hasText(new String[] {"adayou", "grace", "kenterminal, idle", "Serveroperator"});
    }

    @Test
    void addressFollowsTheRoomAndOpensIt() {
        Tab page = page("/?room=java").join("ada");
        assertThat(page.page().locator("#room-name")).hasText("java");
        page.send("/join lobby");
        assertThat(page.page()).hasURL(site.address("/"));
    }

    @Test
    void linkNamesTheRoomInAnyCaseWithOrWithoutItsSign() {
        Tab page = page("/#Java").join("ada");
        assertThat(page.page().locator("#room-name")).hasText("java");
        assertThat(page.page()).hasURL(site.address("/?room=java"));
        page.page().evaluate("() => (location.hash = '#Tea')");
        assertThat(page.page().locator("#room-name")).hasText("tea");
        assertThat(page.page()).hasURL(site.address("/?room=tea"));
        page.page().navigate(site.address("/?room=%23LAN"));
        assertThat(page.page().locator("#room-name")).hasText("lan");
    }

    @Test
    void newTopicIsShownInTheHeaderAndTheTranscript() {
        Tab page = ada();
        server.sendEvent(
                "lobby", Map.of("type", "topic", "text", "Release day", "by", "Server", "at", "2026-11-20T14:03:00Z"));
        assertThat(page.page().locator("#room-topic")).hasText("Release day");
        assertThat(page.log("lobby")).containsText("Server set the topic: Release day");
    }

    @Test
    void onlyWebAddressesAreLinksAndSendNoReferrer() {
        Tab page = ada();
        server.publish("lobby", "grace", "see https://parley.example/docs. or ftp://x.example or javascript:x");
        Locator links = page.texts().getByRole(AriaRole.LINK);
        assertThat(links).hasText(new String[] {"https://parley.example/docs"});
        assertThat(links).hasAttribute("rel", "noopener noreferrer nofollow");
    }

    @Test
    void themeFollowsTheSystemUntilOneIsChosen() {
        Tab page = ada();
        Locator body = page.page().locator("#chat");
        assertThat(body).hasCSS("background-color", "rgb(255, 255, 255)");
        openSettings(page);
        page.page().getByLabel("Theme").selectOption("dark");
        assertThat(body).hasCSS("background-color", "rgb(21, 24, 25)");
        page.page().reload();
        assertThat(body).hasCSS("background-color", "rgb(21, 24, 25)");
        assertThat(page.page().evaluate("() => matchMedia('(prefers-color-scheme: dark)').matches"))
                .isEqualTo(false);
    }

    @Test
    void largeRoomIsCountedAndListedInPart() {
        Tab page = ada();
        List<Map<String, Object>> joined = IntStream.range(0, 100)
                .mapToObj(number -> Map.<String, Object>of("name", "guest" + number, "via", "browser"))
                .toList();
        server.sendEvent(
                "lobby", Map.of("type", "presence", "people", 1_204, "joined", joined, "left", List.of("ken")));
        assertThat(page.page().locator("#people-title")).hasText("People 1,204");
        assertThat(page.people().getByRole(AriaRole.LISTITEM)).hasCount(103);
        assertThat(page.people()).not().containsText("ken");
        assertThat(page.page().locator("#people-more")).hasText("and 1,101 more");
        assertThat(page.page().locator("#live .quiet")).hasCount(0);
    }

    @Test
    void headerShowsRoomAndTopicAndTheConnectionStateIsBesideTheName() {
        Tab page = ada();
        Locator header = page.page().locator("#header");
        assertThat(header.getByRole(AriaRole.HEADING)).hasText("lobby");
        assertThat(header).containsText("Everyone starts here");
        Locator connection = page.page().locator("#connection");
        assertThat(connection).hasText("Connected");
        server.stop();
        assertThat(connection).hasText("Offline");
        assertThat(connection).hasAttribute("data-kind", "away");
        assertThat(page.page().locator("#chat")).hasClass(Pattern.compile("offline"));
        server.restart();
        page.button("Try now").click();
        assertThat(connection).hasAttribute("data-kind", "connected");
        assertThat(page.page().locator("#chat")).not().hasClass(Pattern.compile("offline"));
    }
}
