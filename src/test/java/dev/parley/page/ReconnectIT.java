package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.integration.Tab;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks reconnects: no message is lost or sent twice, and the page shows the state of the connection. */
@Tag("waits")
class ReconnectIT extends PageTestBase {

    @Test
    void reconnectDeliversEachMissedMessageOnce() {
        Tab page = ada();
        server.publish("lobby", "grace", "before");
        server.closeConnections();
        server.publish("lobby", "grace", "while away");
        assertThat(page.texts()).hasText(new String[] {"before", "while away"});
        assertThat(page.status()).hasText("1 message while you were away");
        assertThat(server.frames("SUBSCRIBE").stream()
                        .filter(frame -> frame.header("destination").equals("/topic/rooms/lobby")))
                .last()
                .satisfies(frame -> assertThat(frame.header("after")).isEqualTo("e1:1"));
        page.assertNoErrors();
    }

    @Test
    void pageInTheCacheOfTheBrowserIsDisconnectedAndResumesWhenShownAgain() {
        Tab page = ada();
        page.page().evaluate("() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");
        page.page().evaluate("() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
        page.page().waitForCondition(() -> server.frames("CONNECT").size() == 2);
        assertThat(server.frames("DISCONNECT"))
                .singleElement()
                .satisfies(frame -> assertThat(frame.header("resume-within")).isEqualTo("5000"));
        assertThat(server.frames("CONNECT").get(1).header("resume")).isEqualTo("token-of-ada");
        page.send("here again");
        assertThat(page.rows("stored").locator(".text")).hasText("here again");
    }

    @Test
    void messagesWrittenOfflineAreSentOnceInOrder() {
        Tab page = ada();
        server.stop();
        page.send("one");
        page.send("two");
        assertThat(page.page().locator("#banner")).containsText("Connection lost.");
        assertThat(page.page().locator("#countdown")).containsText("Reconnecting");
        page.screenshot("lost-connection");
        page.page().reload();
        assertThat(page.rows("pending").locator(".text")).hasText(new String[] {"one", "two"});
        server.restart();
        assertThat(page.rows("stored").locator(".text")).hasText(new String[] {"one", "two"});
        assertThat(server.texts("lobby")).containsExactly("one", "two");
    }

    @Test
    void unansweredMessageIsResentWithTheSameReference() {
        Tab page = ada();
        server.setSilent(true);
        page.send("once");
        assertThat(page.rows("pending")).hasCount(1);
        server.setSilent(false);
        server.closeConnections();
        assertThat(page.rows("stored").locator(".text")).hasText("once");
        List<PageFrame> sent = server.frames("SEND").stream()
                .filter(frame -> frame.headers().containsKey("reference"))
                .toList();
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).header("reference")).isEqualTo(sent.get(1).header("reference"));
    }

    @Test
    void gapIsShownInTheTranscript() {
        Tab page = ada();
        server.publish("lobby", "grace", "before");
        server.closeConnections();
        IntStream.rangeClosed(1, 9).forEach(i -> server.publish("lobby", "grace", "away " + i));
        server.deleteUntil("lobby", 7);
        assertThat(page.page().locator("#transcript .line[data-kind=gap]"))
                .hasText("Some earlier messages have expired.");
        assertThat(page.texts()).hasText(new String[] {"before", "away 7", "away 8", "away 9"});
    }

    @Test
    void kickedUserReconnectsByButtonOnly() {
        Tab page = ada();
        server.disconnectAll("kicked", "The operator kicked you: enough.");
        assertThat(page.status()).hasText("The operator kicked you: enough.");
        assertThat(server.frames("CONNECT")).hasSize(1);
        page.button("Join again").click();
        assertThat(page.status()).hasText("Connected again");
        assertThat(server.frames("CONNECT")).hasSize(2);
    }

    @Test
    void tabWithTooManySessionsReconnectsByButtonOnly() {
        Tab page = ada();
        server.disconnectAll(
                "too-many-sessions",
                "You are connected from more than 10 places. This connection was idle for longest.");
        assertThat(page.status())
                .hasText("You are connected from more than 10 places. This connection was idle for longest.");
        assertThat(page.button("Try now")).isHidden();
        page.page().evaluate("() => window.dispatchEvent(new Event('online'))");
        assertThat(server.frames("CONNECT")).hasSize(1);
        page.button("Use this tab").click();
        assertThat(page.status()).hasText("Connected again");
    }

    @Test
    void shutdownIsShownAndPendingMessagesAreSentLater() {
        Tab page = ada();
        server.disconnectAll("shutting-down", "The server is shutting down. Goodbye.");
        server.stop();
        assertThat(page.banner())
                .containsText("The server is shutting down. New messages are sent when it is available again.");
        page.send("later");
        assertThat(page.rows("pending")).hasCount(1);
        server.restart();
        // The page may reconnect by itself before a click waits for the button to stand still.
        page.page().locator("#banner-action").dispatchEvent("click");
        assertThat(page.rows("stored").locator(".text")).hasText("later");
    }

    @Test
    void reconnectWithoutMissedMessagesShowsNoBanner() {
        Tab page = ada();
        server.stop();
        assertThat(page.banner()).containsText("Connection lost.");
        server.restart();
        page.page().evaluate("() => window.dispatchEvent(new Event('online'))");
        assertThat(page.status()).hasText("Connected again");
        assertThat(page.banner()).hasAttribute("data-kind", "quiet");
        page.assertNoErrors();
    }

    @Test
    void nicknameTakenDuringTheDisconnectIsChosenAgain() {
        Tab page = ada();
        server.publish("lobby", "grace", "before");
        server.refuseNextLogin(
                Map.of("code", "name-taken", "sentence", "“ada” is taken. Try ada2.", "suggestions", List.of("ada2")));
        server.closeConnections();
        assertThat(page.status()).hasText("“ada” is taken. Try ada2.");
        page.button("Choose a name").click();
        page.nameBox().fill("ada2");
        page.joinButton().click();
        assertThat(page.people()).containsText("ada2");
        assertThat(page.texts()).hasText("before");
    }

    @Test
    void secondWelcomeOnlyUpdatesTheUsers() {
        Tab page = ada();
        server.publish("lobby", "grace", "before");
        server.sendEvent(
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
        server.publish("lobby", "grace", "after");
        assertThat(page.texts()).hasText(new String[] {"before", "after"});
    }

    @Test
    void bannerIsShownAfterTwoSeconds() {
        context.clock().install();
        Tab page = ada();
        context.clock().pauseAt(oneSecondLater(page));
        server.stop();
        context.clock().runFor(1_900);
        assertThat(page.banner()).hasAttribute("data-kind", "quiet");
        context.clock().runFor(200);
        assertThat(page.banner()).hasAttribute("data-kind", "lost");
        assertThat(page.page().locator("#countdown")).hasText(Pattern.compile("Reconnecting( in \\d+ s)?…"));
        assertThat(page.button("Try now")).isVisible();
    }

    /** Returns a time at which the clock of the page can be paused. */
    private static long oneSecondLater(Tab page) {
        return ((Number) page.page().evaluate("() => Date.now()")).longValue() + 1_000;
    }

    @Test
    void visibleTabReconnectsAtOnce() {
        context.clock().install();
        Tab page = ada();
        server.stop();
        assertThat(page.banner()).hasAttribute("data-kind", "lost");
        context.clock().pauseAt(oneSecondLater(page));
        server.restart();
        page.page().evaluate("() => document.dispatchEvent(new Event('visibilitychange'))");
        assertThat(page.status()).hasText("Connected again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kicked", "banned", "sent-off"})
    void disconnectedUserSeesTheReasonAndDoesNotReconnect(String code) {
        context.clock().install();
        Tab page = ada();
        server.disconnectAll(code, "The operator kicked you: enough.");
        assertThat(page.status()).hasText("The operator kicked you: enough.");
        assertThat(page.page().locator("#connection")).hasText("Offline");
        assertThat(page.button("Join again")).isVisible();
        context.clock().runFor(120_000);
        assertThat(server.frames("CONNECT")).hasSize(1);
    }
}
