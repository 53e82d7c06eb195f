package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Contrast;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import dev.parley.integration.Tab;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks accessibility and layout on a desktop and a phone, in both colour schemes, and takes screenshots. */
@Tag("full")
@Tag("waits")
class AppearanceIT extends PageTestBase {

    private static final Instant TIME = Instant.parse("2026-11-20T14:02:00Z");

    @BeforeEach
    void setFixedTime() {
        context.clock().setFixedTime("2026-11-20T14:05:30Z");
    }

    @Override
    Browser.NewContextOptions contextOptions() {
        return super.contextOptions().setReducedMotion(ReducedMotion.REDUCE);
    }

    /** Opens a room that shows all kinds of entries at once. */
    private Tab busyRoom() {
        server.setTime(TIME);
        server.publish("lobby", "grace", "Morning! The build is green on both JDKs.");
        server.publish("lobby", "grace", "Jar is at `target/parley.jar`, 31 MB. See https://parley.example/docs.");
        Tab page = ada();
        server.sendEvent("lobby", Map.of("type", "joined", "name", "linus", "via", "terminal", "at", TIME.toString()));
        server.setTime(TIME.plusSeconds(60));
        server.publishFromTerminal("lobby", "linus", "netcat works:\n```\nnc localhost 8000\n```");
        server.setTime(TIME.plusSeconds(180));
        server.publish("lobby", "dennis", "@ada can you see me from IRC?");
        page.send("Loud and *clear* 👋");
        server.refuseNextMessage(Map.of("code", "muted", "sentence", "You are muted for 5 minutes."));
        page.send("This one is refused");
        assertThat(page.rows("refused")).hasCount(1);
        server.setSilent(true);
        page.send("Sending this while the Wi-Fi is down");
        server.publish("java", "eve", "hello");
        server.sendEvent("lobby", Map.of("type", "typing", "name", "grace"));
        page.messageBox().fill("See you at ".repeat(38));
        assertThat(page.rows("pending")).hasCount(1);
        return page;
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void joinFormIsAccessible(ColorScheme scheme) {
        server.refuseNextLogin(Map.of(
                "code", "name-taken",
                "sentence", "“ada” is taken. Try ada2 or ada_.",
                "suggestions", List.of("ada2", "ada_")));
        Tab page = page("/");
        page.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.nameBox().fill("ada");
        page.joinButton().click();
        assertThat(page.button("ada2")).isVisible();
        assertAccessible(page, "join " + scheme);
        page.screenshot("join-" + scheme);
        page.assertNoErrors();
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void roomIsAccessibleOnADesktop(ColorScheme scheme) {
        Tab page = busyRoom();
        page.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        assertAccessible(page, "room " + scheme);
        page.screenshot("desktop-" + scheme);
        page.assertNoErrors();
        server.stop();
        assertThat(page.page().locator("#countdown")).not().isEmpty();
        assertAccessible(page, "lost connection " + scheme);
        page.screenshot("lost-" + scheme);
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void roomIsAccessibleOnAPhone(ColorScheme scheme) {
        Tab page = busyRoom();
        page.page().setViewportSize(390, 844);
        page.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        assertThat(page.button("5 here")).isVisible();
        assertAccessible(page, "phone " + scheme);
        page.screenshot("phone-" + scheme);
        page.button("Rooms").click();
        assertThat(page.roomList()).isVisible();
        assertAccessible(page, "phone with rooms " + scheme);
        page.screenshot("phone-rooms-" + scheme);
        page.page().keyboard().press("Escape");
        assertThat(page.button("Rooms")).isFocused();
        // A slow analysis lets the page lose the silent connection, after which it counts the users again.
        page.page().locator("#open-people").click();
        assertThat(page.people()).isVisible();
        assertAccessible(page, "phone with people " + scheme);
        page.assertNoErrors();
    }

    @Test
    void pageFitsASmallScreen() {
        Tab page = busyRoom();
        page.page().setViewportSize(320, 568);
        page.page().waitForFunction("() => innerWidth === 320 && document.documentElement.scrollWidth === 320");
        page.page().waitForFunction("() => document.documentElement.scrollHeight === 568");
        page.screenshot("small");
    }

    @Test
    void controlsRemainVisibleAtDoubleZoom() {
        Tab page = busyRoom();
        page.page().setViewportSize(640, 360);
        page.page().waitForFunction("() => innerWidth === 640 && document.documentElement.scrollWidth === 640");
        assertThat(page.button("Send")).isInViewport();
        assertThat(page.messageBox()).isInViewport();
        assertThat(page.page().locator("meta[name=viewport]"))
                .not()
                .hasAttribute("content", Pattern.compile("user-scalable|maximum-scale"));
        page.screenshot("zoomed");
    }

    @Test
    void forcedColoursKeepTheDistinctionsOfBackgrounds() {
        Tab page = busyRoom();
        page.page().emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
        assertThat(page.page()
                        .locator(".message.mentions")
                        .evaluate("row => getComputedStyle(row, '::before').borderInlineStartWidth"))
                .isEqualTo("3px");
        assertThat(page.button("Send")).not().hasCSS("border-top-style", "none");
        String plain = color(page, ".room-button:not([aria-current])");
        assertThat(page.page().locator(".room-button[aria-current]")).not().hasCSS("color", plain);
        assertThat(page.page().locator("#transcript .avatar").first()).hasCSS("border-top-width", "1px");
        page.screenshot("forced-colours");
    }

    @Test
    void screenReaderReadsAuthorTimeAndText() {
        server.setTime(TIME);
        server.publish("lobby", "grace", "one");
        server.publish("lobby", "grace", "two");
        Tab page = ada();
        assertThat(page.page().locator("#older")).matchesAriaSnapshot("""
                - list "Earlier messages":
                  - listitem: Today
                  - listitem:
                    - paragraph:
                      - text: grace
                      - time: 14:02
                    - text: one
                  - listitem:
                    - paragraph:
                      - text: grace
                      - time: 14:02
                    - text: two
                """);
    }

    @Test
    void moreContrastRemovesDimmedColours() {
        Tab page = ada();
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.page()
                    .emulateMedia(new Page.EmulateMediaOptions()
                            .setColorScheme(scheme)
                            .setContrast(Contrast.NO_PREFERENCE));
            String text = color(page, "#message");
            assertThat(page.page().locator("#room-topic")).not().hasCSS("color", text);
            Object edge = border(page);
            page.page().emulateMedia(new Page.EmulateMediaOptions().setContrast(Contrast.MORE));
            assertThat(page.page().locator("#room-topic")).hasCSS("color", text);
            assertThat(page.page().locator("#typing")).hasCSS("color", text);
            assertThat(border(page)).isNotEqualTo(edge);
            assertAccessible(page, "more contrast " + scheme);
        }
    }

    private static String color(Tab page, String selector) {
        return String.valueOf(page.page().locator(selector).evaluate("element => getComputedStyle(element).color"));
    }

    private static Object border(Tab page) {
        return page.page().locator("#header").evaluate("element => getComputedStyle(element).borderBlockEndColor");
    }

    @Test
    void reducedMotionDisablesTransitions() {
        Tab page = ada();
        page.page().setViewportSize(390, 844);
        for (String drawer : List.of("#rooms", "#people")) {
            page.page().emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.NO_PREFERENCE));
            assertThat(page.page().locator(drawer)).hasCSS("transition-duration", Pattern.compile("0\\.12s.*"));
            page.page().emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
            assertThat(page.page().locator(drawer)).hasCSS("transition-duration", "0s");
        }
    }

    @Test
    void regionsFollowTheReadingOrder() {
        Tab page = ada();
        assertThat(page.page()
                        .locator(".skip, #header, #rooms, #transcript, #composer, #people")
                        .evaluateAll("all => all.map(one => one.id || one.className)"))
                .isEqualTo(List.of("skip", "header", "rooms", "transcript", "composer", "people"));
        for (String[] part : new String[][] {
            {"#header", "HEADER"}, {"#rooms", "NAV"}, {"#main", "MAIN"}, {"#people", "ASIDE"}, {"#composer", "FORM"}
        }) {
            assertThat(page.page().locator(part[0]).evaluate("element => element.tagName"))
                    .isEqualTo(part[1]);
        }
        assertThat(page.page().locator("meta[name=viewport]"))
                .hasAttribute("content", Pattern.compile(".*interactive-widget=resizes-content.*"));
    }

    @Test
    void emptyLogIsOneLineHigh() {
        Tab page = ada();
        assertThat(page.texts()).hasCount(0);
        assertThat(page.page().locator("#log").boundingBox().height).isGreaterThan(15);
    }
}
