package dev.parley.journey;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Chromium for tests. It is the one named by the environment variable {@code PARLEY_CHROMIUM}, or the first on
 * the path; nothing is ever downloaded. Belongs to the thread that launched it.
 */
public final class Browsers implements AutoCloseable {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

    private static final List<String> QUIET = List.of(
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final Browser browser;

    private Browsers(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** The Chromium tests would use, if there is one. */
    public static Optional<Path> find() {
        String named = System.getenv("PARLEY_CHROMIUM");
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named)).filter(Files::isExecutable);
        }
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream()
                        .flatMap(name -> Stream.of(name, name + ".exe"))
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts it without a window. With no Chromium to be found the calling test is skipped, with the reason.
     *
     * @param more further switches, such as {@code --host-resolver-rules=…}
     */
    public static Browsers launch(String... more) {
        Optional<Path> chromium = find();
        Assumptions.assumeTrue(
                chromium.isPresent(), "no Chromium on the path, and PARLEY_CHROMIUM names none that can be run");
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        try {
            Browser browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(chromium.orElseThrow())
                            .setHeadless(true)
                            .setArgs(switches(more)));
            return new Browsers(playwright, browser);
        } catch (RuntimeException notStarted) {
            playwright.close();
            throw notStarted;
        }
    }

    /** Somebody's browser, with nothing in it: a desktop, light. Closed with this, or earlier by its user. */
    public BrowserContext context() {
        return context(new Browser.NewContextOptions());
    }

    /** Somebody's browser as described; English and the time of UTC unless the options say otherwise. */
    public BrowserContext context(Browser.NewContextOptions options) {
        if (options.locale == null) {
            options.setLocale("en-GB");
        }
        if (options.timezoneId == null) {
            options.setTimezoneId("UTC");
        }
        return browser.newContext(options);
    }

    @Override
    public void close() {
        playwright.close();
    }

    private static List<String> switches(String... more) {
        List<String> switches = new ArrayList<>(QUIET);
        // Chromium refuses to run its sandbox for root, as whom containers often run.
        if ("root".equals(System.getProperty("user.name"))) {
            switches.add("--no-sandbox");
        }
        switches.addAll(List.of(more));
        return switches;
    }
}
