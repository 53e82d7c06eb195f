package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.parley.journey.Tab;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pictures of the page that the documentation shows, taken anew into target/screenshots: to be looked at. */
class PicturesJourney extends PageStory {

    private static final Instant THEN = Instant.parse("2026-11-20T14:02:00Z");

    @BeforeEach
    void itIsTheSameDayEveryDay() {
        context.clock().setFixedTime("2026-11-20T14:05:30Z");
    }

    @Override
    Browser.NewContextOptions somebody() {
        return super.somebody().setViewportSize(1180, 720).setReducedMotion(ReducedMotion.REDUCE);
    }

    private Tab conversation() {
        server.clock(THEN.minusSeconds(600));
        server.say("lobby", "grace", "Morning! The build is green on both JDKs.");
        server.say("lobby", "grace", "Jar is at `target/parley.jar`, 31 MB. Notes: https://parley.example/notes");
        Tab page = ada();
        server.tell("lobby", Map.of("type", "joined", "name", "linus", "via", "terminal", "at", THEN.toString()));
        server.clock(THEN);
        server.sayFromTerminal("lobby", "linus", "netcat works: `nc localhost 8000`");
        server.clock(THEN.plusSeconds(60));
        page.says("So much for \"nobody uses that any more\" 😄");
        look(page, "hidden");
        server.clock(THEN.plusSeconds(180));
        server.say("lobby", "dennis", "@ada can you see me? I am on the train");
        server.say("lobby", "dennis", "If this gets lost, I'll send it again in *five* minutes");
        look(page, "visible");
        page.says("/join java");
        page.says("/join lan-party");
        assertThat(page.log("lan-party")).isAttached();
        for (String text : List.of("Who gives the talk on records?", "@ada, you?", "or ken")) {
            server.say("java", "grace", text);
        }
        server.say("lan-party", "ken", "bring a long cable");
        page.roomList().getByText("lobby").click();
        page.messageBox().fill("See you at");
        server.tell("lobby", Map.of("type", "typing", "name", "grace"));
        assertThat(page.page().locator("#typing")).isVisible();
        return page;
    }

    /** Another tab lies over this one, or no longer. */
    private static void look(Tab page, String state) {
        page.page()
                .evaluate(
                        "state => { Object.defineProperty(document, 'visibilityState',"
                                + " { value: state, configurable: true });"
                                + " document.dispatchEvent(new Event('visibilitychange')); }",
                        state);
    }

    private static void in(ColorScheme scheme, Tab page) {
        page.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    }

    @Test
    void theJoinForm() {
        server.refuseJoin(Map.of(
                "code", "name-taken",
                "sentence", "“ada” is taken. Try ada2 or ada_.",
                "suggestions", List.of("ada2", "ada_")));
        Tab page = page("/");
        page.page().setViewportSize(900, 600);
        page.nameBox().fill("ada");
        page.nameBox().press("Enter");
        assertThat(page.button("ada2")).isVisible();
        page.screenshot("join");
        page.isWithoutFault();
    }

    @Test
    void theRoomOnADesktopInTheLightAndInTheDarkAndOnAPhone() {
        Tab page = conversation();
        page.screenshot("desktop");
        in(ColorScheme.DARK, page);
        page.screenshot("dark");
        in(ColorScheme.LIGHT, page);
        page.page().setViewportSize(390, 780);
        page.screenshot("phone");
        page.isWithoutFault();
    }

    @Test
    void aLostConnectionAndARefusal() {
        Tab page = conversation();
        server.refuseNext(Map.of("code", "muted", "sentence", "You are muted for 5 minutes."));
        page.says("This one is refused");
        assertThat(page.rows("refused")).hasCount(1);
        page.screenshot("refused");
        server.goDown();
        page.says("Sending this while the Wi-Fi is down");
        assertThat(page.page().locator("#countdown")).not().isEmpty();
        page.screenshot("lost");
    }
}
