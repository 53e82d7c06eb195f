package dev.parley.integration;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
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
 * A real Chromium for tests, and whatever its user opened in it. It is the one named by the environment variable {@code
 * PARLEY_CHROMIUM}, or the first on the path; nothing is ever downloaded. One Chromium, started when it is first needed,
 * serves all tests of the JVM and ends with it; everybody's contexts are their own. Belongs to the one thread that runs
 * the tests.
 */
public final class Browsers implements AutoCloseable {

    /** How long anything in a page may take on a machine that has other things to do. */
    static final double PATIENCE_MILLIS = 30_000;

    /** A name of a machine that is this one, and not known as safe by browsers: as in a LAN. */
    static final String LAN_NAME = "parley.lan";

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

    private static final List<String> QUIET = List.of(
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP " + LAN_NAME + " 127.0.0.1");

    /** The driver and the Chromium of this JVM; the driver ends both when the JVM's pipe to it closes. */
    private static Optional<Playwright> driver = Optional.empty();

    private static Optional<Browser> running = Optional.empty();

    private final Browser browser;
    private final List<BrowserContext> opened = new ArrayList<>();

    private Browsers(Browser browser) {
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

    /** Starts it without a window, unless it runs. With no Chromium to be found the calling test is skipped, with the reason. */
    public static Browsers launch() {
        Path chromium = require();
        if (running.filter(Browser::isConnected).isEmpty()) {
            running = Optional.of(driver().chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(chromium)
                            .setHeadless(true)
                            .setArgs(arguments())));
        }
        return new Browsers(running.orElseThrow());
    }

    /** As {@link #find}; skips the calling test where there is none. */
    static Path require() {
        Optional<Path> chromium = find();
        Assumptions.assumeTrue(
                chromium.isPresent(), "no Chromium on the path, and PARLEY_CHROMIUM names none that can be run");
        return chromium.orElseThrow();
    }

    /** What drives browsers; everything asserted of them is waited for patiently. */
    static Playwright driver() {
        Playwright known = driver.orElseGet(() -> Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))));
        driver = Optional.of(known);
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        return known;
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
        BrowserContext context = browser.newContext(options);
        context.setDefaultTimeout(PATIENCE_MILLIS);
        context.setDefaultNavigationTimeout(PATIENCE_MILLIS);
        opened.add(context);
        return context;
    }

    /** Closes what was opened through this; the browser goes on for others. */
    @Override
    public void close() {
        opened.forEach(BrowserContext::close);
        opened.clear();
    }

    /** What a Chromium for tests is started with. */
    static List<String> arguments() {
        List<String> switches = new ArrayList<>(QUIET);
        // Chromium refuses to run its sandbox for root, as whom containers often run.
        if ("root".equals(System.getProperty("user.name"))) {
            switches.add("--no-sandbox");
        }
        return switches;
    }
}
