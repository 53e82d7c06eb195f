package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.parley.journey.Browsers;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole page against a scripted server: joining, talking, refusals, lost connections. */
class PageJourney {

    private static final Map<String, Object> TAKEN = Map.of(
            "code", "name-taken",
            "sentence", "“ada” is taken. Try ada2 or ada_.",
            "suggestions", List.of("ada2", "ada_"));

    private static Browsers browsers;
    private static PageSite site;

    private BrowserContext context;
    private ScriptedServer server;

    @BeforeAll
    static void launch() throws IOException {
        browsers = Browsers.launch();
        site = new PageSite();
    }

    @AfterAll
    static void shut() {
        if (site != null) {
            site.close();
        }
        if (browsers != null) {
            browsers.close();
        }
    }

    @BeforeEach
    void open() {
        context = browsers.context();
        server = new ScriptedServer().in(context);
        site.settings(PageSite.Settings.USUAL);
        site.answering(server::page);
    }

    @AfterEach
    void close() {
        context.close();
    }

    private OpenPage page(String path) {
        return new OpenPage(context, site, path);
    }

    private OpenPage ada() {
        return page("/").joined("ada");
    }

    // Joining

    @Test
    void theNameBoxHasTheFocusAndEnterJoins() {
        OpenPage page = page("/");
        assertThat(page.nameBox()).isFocused();
        page.nameBox().fill("ada");
        page.nameBox().press("Enter");
        assertThat(page.messageBox()).isFocused();
        assertThat(page.people()).containsText("ada");
        page.isWithoutFault();
    }

    @Test
    void aNameIsCheckedWhileItIsTyped() {
        OpenPage page = page("/");
        Locator alert = page.page().locator("#name-help");
        page.nameBox().fill("much-too-long");
        assertThat(alert).hasText("A name has at most 10 characters; this one has 13.");
        page.nameBox().fill("");
        assertThat(alert).isEmpty();
        page.joinButton().click();
        assertThat(alert).hasText("Please type a name.");
        assertThat(page.joinButton()).isEnabled();
        assertThat(page.nameBox()).hasAttribute("aria-invalid", "true");
    }

    @Test
    void aTakenNameComesWithTwoSuggestionsAsButtons() {
        server.refuseJoin(TAKEN);
        OpenPage page = page("/");
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
        OpenPage page = page("/");
        page.nameBox().fill("ada");
        page.joinButton().click();
        assertThat(page.page().locator("#name-help")).hasText("Please type the server password.");
        page.page().getByLabel("Server password").fill("secret");
        page.joinButton().click();
        assertThat(page.messageBox()).isVisible();
        assertThat(server.frames("CONNECT").get(0).header("passcode")).isEqualTo("secret");
    }

    @Test
    void aServerThatCannotBeReachedIsSaidSo() {
        server.goDown();
        OpenPage page = page("/");
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
        OpenPage page = page("/?room=java").joined("ada");
        page.page().reload();
        assertThat(page.log("java")).isAttached();
        assertThat(page.messageBox()).isVisible();
        assertThat(server.frames("CONNECT").get(1).header("resume")).isEqualTo("token-of-ada");
        assertThat(page.page()).hasURL(site.address("/?room=java"));
    }

    @Test
    void aDuplicatedTabStartsAtTheJoinForm() {
        OpenPage first = ada();
        Object kept = first.page().evaluate("() => JSON.stringify(sessionStorage)");
        context.addInitScript(
                "if (window === top && !sessionStorage.length) for (const [k, v] of Object.entries(JSON.parse("
                        + "String.raw`" + kept + "`))) sessionStorage.setItem(k, v)");
        OpenPage copy = page("/");
        assertThat(copy.nameBox()).isVisible();
        assertThat(first.messageBox()).isVisible();
        assertThat(server.frames("CONNECT")).hasSize(1);
    }

    @Test
    void quittingEndsAtTheJoinForm() {
        OpenPage page = ada();
        page.say("/quit");
        assertThat(page.nameBox()).isVisible();
        assertThat(server.frames("DISCONNECT")).hasSize(1);
    }

    // Talking

    @Test
    void theLastMessagesAreHistoryAndNewOnesAreReadOut() {
        server.history("lobby", 3);
        OpenPage page = ada();
        assertThat(page.page().locator("#older .text")).hasText(new String[] {"message 1", "message 2", "message 3"});
        assertThat(page.page().locator("#live .text")).hasCount(0);
        server.say("lobby", "grace", "good morning");
        assertThat(page.log("lobby").locator(".text")).hasText("good morning");
    }

    @Test
    void whatOneSaysIsConfirmedInPlace() {
        OpenPage page = ada();
        page.say("hello");
        assertThat(page.rows("stored").locator(".text")).hasText("hello");
        assertThat(page.texts()).hasCount(1);
        assertThat(page.messageBox()).hasValue("");
        assertThat(server.texts("lobby")).containsExactly("hello");
        page.isWithoutFault();
    }

    @Test
    void twoTabsTalk() {
        OpenPage ada = ada();
        OpenPage bob = page("/").joined("bob");
        ada.say("hello bob");
        bob.say("hello ada");
        for (OpenPage page : List.of(ada, bob)) {
            assertThat(page.texts()).hasText(new String[] {"hello bob", "hello ada"});
        }
    }

    @Test
    void aPendingMessageStandsBelowWhatComesBeforeItInTheOrder() {
        OpenPage page = ada();
        server.silent(true);
        page.say("mine");
        assertThat(page.rows("pending")).containsText("sending…");
        server.say("lobby", "grace", "first");
        assertThat(page.texts()).hasText(new String[] {"first", "mine"});
        server.silent(false);
        server.drop();
        assertThat(page.rows("pending")).hasCount(0);
        assertThat(page.texts()).hasText(new String[] {"first", "mine"});
    }

    @Test
    void shiftEnterBreaksTheLineAndAComposedTextIsNotSent() {
        OpenPage page = ada();
        page.messageBox().fill("one");
        page.messageBox().press("Shift+Enter");
        page.page().keyboard().type("two");
        page.messageBox().dispatchEvent("keydown", Map.of("key", "Enter", "isComposing", true));
        assertThat(page.messageBox()).hasValue("one\ntwo");
        page.messageBox().press("Enter");
        assertThat(page.texts()).hasText("one\ntwo");
    }

    @Test
    void aTextOverTheLimitStaysWithItsWriter() {
        OpenPage page = ada();
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
    void aRefusedMessageCanBeSentAgainOrDiscarded() {
        OpenPage page = ada();
        server.refuseNext(Map.of("code", "muted", "sentence", "You are muted."));
        server.refuseNext(Map.of("code", "muted", "sentence", "You are muted."));
        page.say("one");
        page.say("two");
        assertThat(page.rows("refused")).hasCount(2);
        assertThat(page.rows("refused").first()).containsText("Not sent: You are muted.");
        assertThat(page.page().locator("#alert")).hasText("Not sent: You are muted.");
        page.screenshot("refusal");
        page.rows("refused").first().getByRole(AriaRole.BUTTON, named("Retry")).click();
        assertThat(page.rows("stored").locator(".text")).hasText("one");
        page.rows("refused").getByRole(AriaRole.BUTTON, named("Discard")).click();
        assertThat(page.texts()).hasText("one");
        List<ScriptedServer.Frame> sent = server.frames("SEND").stream()
                .filter(frame -> frame.body().contains("one"))
                .toList();
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).header("reference")).isEqualTo(sent.get(1).header("reference"));
    }

    @Test
    void slowDownWaitsAndSendsAgainInOrderShowingNoError() {
        OpenPage page = ada();
        Map<String, Object> slow = Map.of("code", "slow-down", "sentence", "Slow down.", "retryAfterMs", 300);
        server.refuseNext(slow);
        server.refuseNext(slow);
        IntStream.rangeClosed(1, 3).forEach(i -> page.say("m" + i));
        assertThat(page.rows("stored")).hasCount(3);
        assertThat(server.texts("lobby")).containsExactly("m1", "m2", "m3");
        assertThat(page.rows("refused")).hasCount(0);
    }

    @Test
    void commandsAreAnsweredToOneselfOnly() {
        OpenPage page = ada();
        page.say("\\who");
        assertThat(page.log("lobby")).containsText("Answer to /who, for you only");
        assertThat(page.log("lobby")).containsText("4 in lobby:");
        assertThat(server.frames("SEND").get(0).body()).contains("\"room\":\"lobby\"");
        assertThat(server.texts("lobby")).isEmpty();
    }

    @Test
    void comingsAndGoingsAreOneQuietLine() {
        OpenPage page = ada();
        for (String name : List.of("dee", "eve", "fay", "gil")) {
            server.tell(
                    "lobby", Map.of("type", "joined", "name", name, "via", "browser", "at", "2026-11-20T14:03:00Z"));
        }
        assertThat(page.log("lobby").locator(".quiet")).hasText("dee, eve and 2 more joined");
        server.tell("lobby", Map.of("type", "renamed", "from", "dee", "to", "dora", "at", "2026-11-20T14:03:00Z"));
        server.tell(
                "lobby",
                Map.of("type", "left", "name", "gil", "reason", "connection lost", "at", "2026-11-20T14:03:00Z"));
        assertThat(page.log("lobby").locator(".quiet")).containsText("dee is now dora");
        assertThat(page.people()).containsText("dora");
        assertThat(page.people()).not().containsText("gil");
    }

    @Test
    void anotherRoomCountsWhatIsUnread() {
        OpenPage page = ada();
        page.say("/join java");
        assertThat(page.log("java")).isAttached();
        server.say("lobby", "grace", "one");
        server.say("lobby", "grace", "two @ada");
        assertThat(page.roomList()).containsText("2 unread messages, 1 of them mentions you");
        assertThat(page.page()).hasTitle("(!) java · Parley");
        page.roomList().getByRole(AriaRole.BUTTON, named("lobby")).click();
        assertThat(page.texts()).hasText(new String[] {"one", "two @ada"});
        assertThat(page.page()).hasTitle("lobby · Parley");
        page.say("/leave java");
        assertThat(page.page()).hasURL(site.address("/"));
        assertThat(server.frames("UNSUBSCRIBE")).hasSize(1);
    }

    @Test
    void aWordToOnePersonIsShownOnBothSides() {
        OpenPage page = ada();
        page.people().getByRole(AriaRole.BUTTON, named("grace")).click();
        page.say("psst");
        assertThat(page.rows("stored").locator(".text")).hasText("psst");
        assertThat(page.page().locator("#room-topic")).hasText("Only the two of you read this. It is not kept.");
        server.tellQueue("direct", Map.of("from", "grace", "to", "ada", "text", "yes?", "at", "2026-11-20T14:04:00Z"));
        assertThat(page.texts()).hasText(new String[] {"psst", "yes?"});
    }

    @Test
    void whatIsSaidIsNeverMarkup() {
        OpenPage page = ada();
        String text =
                "<img src=x onerror=\"document.title='owned'\"><script>alert(1)</script> [x](javascript:alert(1))";
        server.say("lobby", "<b>eve", text);
        assertThat(page.texts()).hasText(text);
        assertThat(page.page().locator("#transcript img, #transcript script, #transcript a"))
                .hasCount(0);
        page.isWithoutFault();
    }

    // Scrolling

    @Test
    void readingBackIsNotDisturbedAndAButtonCountsWhatComes() {
        server.history("lobby", 80);
        OpenPage page = ada();
        assertThat(page.page().locator("text='message 80'")).isInViewport();
        page.page().locator("#transcript").evaluate("element => element.scrollTop -= 600");
        assertThat(page.button("newest")).isVisible();
        Object before = page.page().locator("#transcript").evaluate("element => element.scrollTop");
        server.say("lobby", "grace", "news");
        server.say("lobby", "grace", "more news");
        assertThat(page.button("2 new messages ↓")).isVisible();
        assertThat(page.page().locator("#transcript").evaluate("element => element.scrollTop"))
                .isEqualTo(before);
        page.screenshot("new-messages");
        page.button("2 new messages ↓").click();
        assertThat(page.page().locator("text='more news'")).isInViewport();
        assertThat(page.button("new messages")).hasCount(0);
    }

    @Test
    void scrollingUpLoadsOlderPagesUntilTheBeginning() {
        server.history("lobby", 120);
        OpenPage page = ada();
        assertThat(page.texts()).hasCount(50);
        Locator first = page.page().locator("text='message 71'");
        page.page().locator("#transcript").evaluate("element => element.scrollTop = 40");
        assertThat(page.texts()).hasCount(120);
        assertThat(first).isInViewport();
        assertThat(page.page().locator("#beginning")).hasText("This is the beginning of lobby.");
        assertThat(page.texts().first()).hasText("message 1");
    }

    @Test
    void thereAreNeverMoreThanFiveHundredRowsAndTheNewestComeBack() {
        server.history("lobby", 900);
        OpenPage page = ada();
        for (int loaded = 150; loaded <= 450; loaded += 100) {
            page.page()
                    .locator("#transcript")
                    .evaluate("element => { element.scrollTop = 500; element.scrollTop = 100; }");
            assertThat(page.texts()).hasCount(loaded);
        }
        page.page().locator("#transcript").evaluate("element => { element.scrollTop = 500; element.scrollTop = 100; }");
        assertThat(page.page().locator("text='message 360'")).isAttached();
        assertThat(page.texts()).hasCount(500);
        server.say("lobby", "grace", "the newest");
        assertThat(page.page().locator("text='the newest'")).hasCount(0);
        page.page().keyboard().press("Escape");
        assertThat(page.page().locator("text='the newest'")).isInViewport();
    }

    // Lost connections

    @Test
    void aShortLossShowsNothingAndEachMessageComesOnce() {
        OpenPage page = ada();
        server.say("lobby", "grace", "before");
        server.drop();
        server.say("lobby", "grace", "while away");
        assertThat(page.texts()).hasText(new String[] {"before", "while away"});
        assertThat(page.status()).hasText("1 message while you were away");
        assertThat(server.frames("SUBSCRIBE").stream()
                        .filter(frame -> frame.header("destination").equals("/topic/rooms/lobby")))
                .last()
                .satisfies(frame -> assertThat(frame.header("after")).isEqualTo("e1:1"));
        page.isWithoutFault();
    }

    @Test
    void whatIsWrittenWhileAwayGoesOutOnceInOrder() {
        OpenPage page = ada();
        server.goDown();
        page.say("one");
        page.say("two");
        assertThat(page.page().locator("#banner")).containsText("Connection lost.");
        assertThat(page.page().locator("#countdown")).containsText("Reconnecting");
        page.screenshot("lost-connection");
        page.page().reload();
        assertThat(page.rows("pending").locator(".text")).hasText(new String[] {"one", "two"});
        server.comeUp();
        assertThat(page.rows("stored").locator(".text")).hasText(new String[] {"one", "two"});
        assertThat(server.texts("lobby")).containsExactly("one", "two");
    }

    @Test
    void aSendWithoutAnAnswerIsSettledByTheNextConnection() {
        OpenPage page = ada();
        server.silent(true);
        page.say("once");
        assertThat(page.rows("pending")).hasCount(1);
        server.silent(false);
        server.drop();
        assertThat(page.rows("stored").locator(".text")).hasText("once");
        List<ScriptedServer.Frame> sent = server.frames("SEND").stream()
                .filter(frame -> frame.headers().containsKey("reference"))
                .toList();
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).header("reference")).isEqualTo(sent.get(1).header("reference"));
    }

    @Test
    void aRealGapIsSaidPlainly() {
        OpenPage page = ada();
        server.say("lobby", "grace", "before");
        server.drop();
        IntStream.rangeClosed(1, 9).forEach(i -> server.say("lobby", "grace", "away " + i));
        server.forgetUntil("lobby", 7);
        assertThat(page.page().locator("#transcript .line[data-kind=gap]"))
                .hasText("Some earlier messages are no longer kept.");
        assertThat(page.texts()).hasText(new String[] {"before", "away 7", "away 8", "away 9"});
    }

    @Test
    void aFarewellIsSaidWithoutComingBackByItself() {
        OpenPage page = ada();
        server.farewell("kicked", "The operator has sent you off: enough.");
        assertThat(page.status()).hasText("The operator has sent you off: enough.");
        assertThat(server.frames("CONNECT")).hasSize(1);
        page.button("Join again").click();
        assertThat(page.status()).hasText("Connected again");
        assertThat(server.frames("CONNECT")).hasSize(2);
    }

    @Test
    void aLateWelcomeIsMerelyNewsOfWhoIsHere() {
        OpenPage page = ada();
        server.say("lobby", "grace", "before");
        server.tell(
                "lobby",
                Map.of(
                        "type",
                        "welcome",
                        "room",
                        "lobby",
                        "topic",
                        "Everyone starts here",
                        "position",
                        "e1:1",
                        "head",
                        "e1:1",
                        "recovered",
                        true,
                        "people",
                        Map.of("count", 1, "first", List.of(Map.of("name", "ada", "via", "browser", "idle", false)))));
        assertThat(page.people().locator("li")).hasCount(1);
        server.say("lobby", "grace", "after");
        assertThat(page.texts()).hasText(new String[] {"before", "after"});
    }

    private static Locator.GetByRoleOptions named(String name) {
        return new Locator.GetByRoleOptions().setName(name);
    }
}
