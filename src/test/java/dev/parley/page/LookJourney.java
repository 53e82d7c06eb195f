package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Contrast;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.ReducedMotion;
import dev.parley.journey.Tab;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page on a desktop and a phone, in the light and in the dark: pictures to look at, and nothing that bars anybody. */
class LookJourney extends PageStory {

    private static final Instant THEN = Instant.parse("2026-11-20T14:02:00Z");

    @BeforeEach
    void itIsTheSameDayEveryDay() {
        context.clock().setFixedTime("2026-11-20T14:05:30Z");
    }

    @Override
    Browser.NewContextOptions somebody() {
        return super.somebody().setReducedMotion(ReducedMotion.REDUCE);
    }

    /** Everything at once that a room can show. */
    private Tab busyRoom() {
        server.clock(THEN);
        server.say("lobby", "grace", "Morning! The build is green on both JDKs.");
        server.say("lobby", "grace", "Jar is at `target/parley.jar`, 31 MB. See https://parley.example/docs.");
        Tab page = ada();
        server.tell("lobby", Map.of("type", "joined", "name", "linus", "via", "terminal", "at", THEN.toString()));
        server.clock(THEN.plusSeconds(60));
        server.sayFromTerminal("lobby", "linus", "netcat works:\n```\nnc localhost 8000\n```");
        server.clock(THEN.plusSeconds(180));
        server.say("lobby", "dennis", "@ada can you see me from IRC?");
        page.says("Loud and *clear* 👋");
        server.refuseNext(Map.of("code", "muted", "sentence", "You are muted for 5 minutes."));
        page.says("This one is refused");
        assertThat(page.rows("refused")).hasCount(1);
        server.silent(true);
        page.says("Sending this while the Wi-Fi is down");
        server.say("java", "eve", "hello");
        server.tell("lobby", Map.of("type", "typing", "name", "grace"));
        page.messageBox().fill("See you at ".repeat(38));
        assertThat(page.rows("pending")).hasCount(1);
        return page;
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void theJoinFormBarsNobody(ColorScheme scheme) {
        server.refuseJoin(Map.of(
                "code", "name-taken",
                "sentence", "“ada” is taken. Try ada2 or ada_.",
                "suggestions", List.of("ada2", "ada_")));
        Tab page = page("/");
        page.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.nameBox().fill("ada");
        page.joinButton().click();
        assertThat(page.button("ada2")).isVisible();
        barsNobody(page, "join " + scheme);
        page.screenshot("join-" + scheme);
        page.isWithoutFault();
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void theRoomBarsNobodyOnADesktop(ColorScheme scheme) {
        Tab page = busyRoom();
        page.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        barsNobody(page, "room " + scheme);
        page.screenshot("desktop-" + scheme);
        page.isWithoutFault();
        server.goDown();
        assertThat(page.page().locator("#countdown")).not().isEmpty();
        barsNobody(page, "lost connection " + scheme);
        page.screenshot("lost-" + scheme);
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void theRoomBarsNobodyOnAPhone(ColorScheme scheme) {
        Tab page = busyRoom();
        page.page().setViewportSize(390, 844);
        page.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        barsNobody(page, "phone " + scheme);
        page.screenshot("phone-" + scheme);
        page.button("Rooms").click();
        assertThat(page.roomList()).isVisible();
        barsNobody(page, "phone with rooms " + scheme);
        page.screenshot("phone-rooms-" + scheme);
        page.page().keyboard().press("Escape");
        assertThat(page.button("Rooms")).isFocused();
        page.button("5 here").click();
        assertThat(page.people()).isVisible();
        barsNobody(page, "phone with people " + scheme);
        page.isWithoutFault();
    }

    @Test
    void nothingIsCutOffOnASmallScreen() {
        Tab page = busyRoom();
        page.page().setViewportSize(320, 568);
        assertThat(page.page().evaluate("() => document.documentElement.scrollWidth"))
                .isEqualTo(320);
        assertThat(page.page().evaluate("() => document.documentElement.scrollHeight"))
                .isEqualTo(568);
        page.screenshot("small");
    }

    @Test
    void atTwiceTheSizeEverythingIsStillThere() {
        Tab page = busyRoom();
        page.page().setViewportSize(640, 360);
        assertThat(page.page().evaluate("() => document.documentElement.scrollWidth"))
                .isEqualTo(640);
        assertThat(page.button("Send")).isInViewport();
        assertThat(page.messageBox()).isInViewport();
        assertThat(page.page().locator("meta[name=viewport]"))
                .not()
                .hasAttribute("content", Pattern.compile("user-scalable|maximum-scale"));
        page.screenshot("zoomed");
    }

    @Test
    void forcedColoursKeepWhatBackgroundsSaid() {
        Tab page = busyRoom();
        page.page().emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
        assertThat(page.page().locator(".message.mentions")).hasCSS("border-inline-start-width", "3px");
        assertThat(page.button("Send")).not().hasCSS("border-top-style", "none");
        page.screenshot("forced-colours");
        page.page()
                .emulateMedia(new Page.EmulateMediaOptions()
                        .setForcedColors(ForcedColors.NONE)
                        .setContrast(Contrast.MORE));
        barsNobody(page, "more contrast");
    }

    @Test
    void aMessageIsReadAsAuthorTimeAndText() {
        server.clock(THEN);
        server.say("lobby", "grace", "one");
        server.say("lobby", "grace", "two");
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
}
