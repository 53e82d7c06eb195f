package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.integration.Tab;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lost connections: nothing missed, nothing sent twice, all said plainly. */
class ReconnectingIT extends PageTestBase {

    @Test
    void aShortLossShowsNothingAndEachMessageComesOnce() {
        Tab page = ada();
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
        Tab page = ada();
        server.goDown();
        page.says("one");
        page.says("two");
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
        Tab page = ada();
        server.silent(true);
        page.says("once");
        assertThat(page.rows("pending")).hasCount(1);
        server.silent(false);
        server.drop();
        assertThat(page.rows("stored").locator(".text")).hasText("once");
        List<ScriptedPageServer.Frame> sent = server.frames("SEND").stream()
                .filter(frame -> frame.headers().containsKey("reference"))
                .toList();
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).header("reference")).isEqualTo(sent.get(1).header("reference"));
    }

    @Test
    void aRealGapIsSaidPlainly() {
        Tab page = ada();
        server.say("lobby", "grace", "before");
        server.drop();
        IntStream.rangeClosed(1, 9).forEach(i -> server.say("lobby", "grace", "away " + i));
        server.forgetUntil("lobby", 7);
        assertThat(page.page().locator("#transcript .line[data-kind=gap]"))
                .hasText("Some earlier messages have expired.");
        assertThat(page.texts()).hasText(new String[] {"before", "away 7", "away 8", "away 9"});
    }

    @Test
    void aFarewellIsSaidWithoutComingBackByItself() {
        Tab page = ada();
        server.farewell("kicked", "The operator kicked you: enough.");
        assertThat(page.status()).hasText("The operator kicked you: enough.");
        assertThat(server.frames("CONNECT")).hasSize(1);
        page.button("Join again").click();
        assertThat(page.status()).hasText("Connected again");
        assertThat(server.frames("CONNECT")).hasSize(2);
    }

    @Test
    void aTabThatWasReplacedStaysQuietUntilItIsAskedFor() {
        Tab page = ada();
        server.farewell("replaced", "You connected from another place, so this connection ends.");
        assertThat(page.status()).hasText("You connected from another place, so this connection ends.");
        assertThat(page.button("Try now")).isHidden();
        page.page().evaluate("() => window.dispatchEvent(new Event('online'))");
        assertThat(server.frames("CONNECT")).hasSize(1);
        page.button("Use this tab").click();
        assertThat(page.status()).hasText("Connected again");
    }

    @Test
    void aServerThatShutsDownIsSaidSoAndTriedSlowly() {
        Tab page = ada();
        server.farewell("shutting-down", "The server is shutting down. Goodbye.");
        server.goDown();
        assertThat(page.banner())
                .containsText("The server is shutting down. New messages are sent when it is available again.");
        page.says("later");
        assertThat(page.rows("pending")).hasCount(1);
        server.comeUp();
        page.button("Try now").click();
        assertThat(page.rows("stored").locator(".text")).hasText("later");
    }

    @Test
    void comingBackWithNothingMissedSaysNothingToTheEye() {
        Tab page = ada();
        server.goDown();
        assertThat(page.banner()).containsText("Connection lost.");
        server.comeUp();
        page.page().evaluate("() => window.dispatchEvent(new Event('online'))");
        assertThat(page.status()).hasText("Connected again");
        assertThat(page.banner()).hasAttribute("data-kind", "quiet");
        page.isWithoutFault();
    }

    @Test
    void aNameThatWasTakenMeanwhileIsAskedForAgain() {
        Tab page = ada();
        server.say("lobby", "grace", "before");
        server.refuseJoin(
                Map.of("code", "name-taken", "sentence", "“ada” is taken. Try ada2.", "suggestions", List.of("ada2")));
        server.drop();
        assertThat(page.status()).hasText("“ada” is taken. Try ada2.");
        page.button("Choose a name").click();
        page.nameBox().fill("ada2");
        page.joinButton().click();
        assertThat(page.people()).containsText("ada2");
        assertThat(page.texts()).hasText("before");
    }

    @Test
    void aLateWelcomeIsMerelyNewsOfWhoIsHere() {
        Tab page = ada();
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
                        Map.of("count", 1, "first", List.of(Map.of("name", "ada", "via", "browser", "idle", 0)))));
        assertThat(page.people().locator("li")).hasCount(1);
        server.say("lobby", "grace", "after");
        assertThat(page.texts()).hasText(new String[] {"before", "after"});
    }

    @Test
    void aBannerComesOnlyAfterTwoSeconds() {
        context.clock().install();
        Tab page = ada();
        context.clock().pauseAt(soon(page));
        server.goDown();
        context.clock().runFor(1_900);
        assertThat(page.banner()).hasAttribute("data-kind", "quiet");
        context.clock().runFor(200);
        assertThat(page.banner()).hasAttribute("data-kind", "lost");
        assertThat(page.page().locator("#countdown")).hasText(Pattern.compile("Reconnecting( in \\d+ s)?…"));
        assertThat(page.button("Try now")).isVisible();
    }

    /** A moment the page's clock can be stopped at. */
    private static long soon(Tab page) {
        return ((Number) page.page().evaluate("() => Date.now()")).longValue() + 1_000;
    }

    @Test
    void whoIsLookedAtAgainComesBackAtOnce() {
        context.clock().install();
        Tab page = ada();
        server.goDown();
        assertThat(page.banner()).hasAttribute("data-kind", "lost");
        context.clock().pauseAt(soon(page));
        server.comeUp();
        page.page().evaluate("() => document.dispatchEvent(new Event('visibilitychange'))");
        assertThat(page.status()).hasText("Connected again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kicked", "banned", "sent-off"})
    void whoIsSentOffIsToldWhyAndTriesNothing(String code) {
        context.clock().install();
        Tab page = ada();
        server.farewell(code, "The operator kicked you: enough.");
        assertThat(page.status()).hasText("The operator kicked you: enough.");
        assertThat(page.page().locator("#connection")).hasText("Offline");
        assertThat(page.button("Join again")).isVisible();
        context.clock().runFor(120_000);
        assertThat(server.frames("CONNECT")).hasSize(1);
    }
}
