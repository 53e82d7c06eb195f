package dev.parley.archive;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.parley.integration.Browsers;
import dev.parley.page.InjectionTexts;
import dev.parley.text.RoomName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks an exported page in Chromium. */
@Tag("full")
class ExportedPageIT {

    @TempDir
    private Path folder;

    private Path exported() throws IOException {
        List<String> texts = InjectionTexts.all();
        ExportWriter writer = ExportFormat.HTML.writer(ZoneOffset.UTC);
        StringBuilder page =
                new StringBuilder(writer.begin(new RoomName("tea"), String.join(" ", texts), SampleMessages.AT));
        SampleMessages.ofEachKind().forEach(message -> page.append(writer.message(message)));
        for (int i = 0; i < texts.size(); i++) {
            page.append(writer.message(SampleMessages.everywhere(5 + i, texts.get(i))));
        }
        return Files.writeString(folder.resolve("tea.html"), page.append(writer.end()), UTF_8);
    }

    @Test
    void twoHundredInjectionTextsHaveNoEffectAndTheFindBoxWorks() throws IOException {
        List<String> requests = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        try (Browsers browsers = Browsers.launch();
                BrowserContext context =
                        browsers.context(new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK))) {
            context.addInitScript("window.hits = 0; window.hit = () => window.hits++;");
            context.onRequest(request -> requests.add(request.url()));
            Page page = context.newPage();
            page.onConsoleMessage(message -> messages.add(message.text()));
            page.onPageError(messages::add);
            page.onDialog(dialog -> {
                messages.add(dialog.message());
                dialog.dismiss();
            });
            page.navigate(exported().toUri().toString());

            assertThat(page.locator("article")).hasCount(204);
            page.getByLabel("Find").fill("COFFEE");
            assertThat(page.locator("output")).hasText("1 message");
            assertThat(page.locator("article").filter(new Locator.FilterOptions().setVisible(true)))
                    .hasCount(1);
            assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();
            page.getByLabel("Find").fill("");
            assertThat(page.locator("#m4")).isVisible();

            assertThat(page.evaluate("() => window.hits")).isEqualTo(0);
            assertThat(page.title()).isEqualTo("tea – Parley");
            assertThat(page.evaluate("() => getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(20, 23, 27)");
        }
        assertThat(messages).isEmpty();
        assertThat(requests).hasSize(1);
    }
}
