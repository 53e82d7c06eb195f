package dev.parley.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the page that the service worker shows while the server is down. */
@Tag("full")
@Tag("waits")
class OfflinePageIT {

    @TempDir
    private Path folder;

    @Test
    void pageIsShownWhileTheServerIsDownAndLeadsBackToTheChat() {
        try (ServerProcess server = ServerProcess.start(folder, "--parley.name=Salon");
                Browsers browsers = Browsers.launch();
                BrowserContext context = browsers.context(
                        new Browser.NewContextOptions().setServiceWorkers(ServiceWorkerPolicy.ALLOW))) {
            String home = server.page().toString().replaceFirst("/$", "");
            Tab tab = Tab.open(context, home, "/?room=tea").join("ada");
            Page page = tab.page();
            page.waitForFunction(
                    "() => navigator.serviceWorker.ready.then((one) => one.active?.state === 'activated')");
            assertThat(page.evaluate("async () => (await (await caches.open('offline')).keys()).length"))
                    .isEqualTo(3);
            server.kill();
            page.reload();

            assertThat(page.getByRole(AriaRole.HEADING)).hasText("Salon cannot be reached");
            assertThat(page.evaluate("() => getComputedStyle(document.querySelector('a')).backgroundColor"))
                    .isEqualTo("rgb(11, 110, 90)");
            assertThat(page.evaluate("() => document.querySelector('img').naturalWidth > 0"))
                    .isEqualTo(true);
            assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();
            try (ServerProcess again = server.restart()) {
                assertThat(again.page()).isEqualTo(server.page());
                page.getByText("Try again").click();
                assertThat(tab.messageBox()).isVisible();
                assertThat(page).hasURL(home + "/?room=tea");
            }
        }
    }
}
