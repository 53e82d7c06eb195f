package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import dev.parley.integration.Tab;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Checks what leaves the transcript: copies and prints. Checks its date lines. */
@Tag("full")
class TranscriptIT extends PageTestBase {

    private static final Pattern PDF_PAGE = Pattern.compile("/Type\\s*/Page\\b");

    @Test
    void printHasAllLoadedMessagesAndNothingElse() {
        server.addHistory("lobby", 50);
        Tab page = ada();
        assertThat(page.texts()).hasCount(50);
        page.messageBox().fill("x".repeat(501));
        page.messageBox().press("Enter");
        byte[] pdf = page.page()
                .pdf(new Page.PdfOptions().setFormat("A4").setPath(Path.of("target/screenshots/transcript.pdf")));
        assertThat(PDF_PAGE.matcher(new String(pdf, ISO_8859_1)).results().count())
                .isGreaterThan(1);
        page.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        for (String id : List.of("rooms", "people", "composer", "composer-help", "jump", "typing", "connection")) {
            assertThat(page.page().locator("#" + id)).isHidden();
        }
        assertThat(page.page().locator("#room-name")).isVisible();
        assertThat(page.page()
                        .evaluate("() => document.querySelector('.message').getBoundingClientRect().top"
                                + " < document.querySelectorAll('.message')[49].getBoundingClientRect().top - 1000"))
                .isEqualTo(true);
        assertThat(page.transcriptBox()).hasCSS("overflow-y", "visible");
        page.page()
                .screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(Path.of("target/screenshots/transcript-print.png")));
    }

    @Test
    void printIsDarkOnLightInEachTheme() {
        Tab page = ada();
        openSettings(page);
        page.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        String dark = color(page);
        page.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        assertThat(color(page)).isNotEqualTo(dark);
        page.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(color(page)).isEqualTo(dark);
        page.page()
                .locator("#choose-theme")
                .evaluate("choice => { choice.value = 'dark'; choice.dispatchEvent(new Event('change')); }");
        assertThat(color(page)).isEqualTo(dark);
        page.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
        assertThat(color(page)).isNotEqualTo(dark);
    }

    private static String color(Tab page) {
        return String.valueOf(page.page().locator("#room-name").evaluate("one => getComputedStyle(one).color"));
    }

    @Test
    void copyIsTheTextThatWasTyped() {
        context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
        Tab page = ada();
        for (String text : List.of("**bold** and `code`", "> a\n- b\n1. c", "¯\\_(ツ)_/¯ rm *.txt,*.md", "_all_")) {
            page.send(text);
            assertThat(page.rows("stored").last()).isVisible();
            Locator last = page.texts().last();
            last.selectText();
            page.page().keyboard().press("Control+c");
            assertThat(page.page().evaluate("() => navigator.clipboard.readText()"))
                    .isEqualTo(text);
        }
        assertThat(page.transcript()).containsExactly("bold and code", "a\nb\nc", "¯\\_(ツ)_/¯ rm *.txt,*.md", "all");
        page.texts().last().click(new Locator.ClickOptions().setClickCount(3));
        page.page().keyboard().press("Control+c");
        assertThat(page.page().evaluate("() => navigator.clipboard.readText()")).isEqualTo("_all_");
        page.assertNoErrors();
    }

    @Test
    void dateLineIsRenamedAtMidnightAndOnWaking() {
        context.clock().install(new Clock.InstallOptions().setTime("2026-11-20T22:00:00Z"));
        server.setTime(Instant.parse("2026-11-20T21:59:00Z"));
        server.publish("lobby", "grace", "before midnight");
        Tab page = ada();
        Locator line = page.page().locator("[data-line=date]");
        assertThat(line).hasText("Today");
        context.clock().fastForward("02:00:01");
        assertThat(line).hasText("Yesterday");
        context.clock().fastForward("26:00:00");
        assertThat(line).containsText("Friday");
    }
}
