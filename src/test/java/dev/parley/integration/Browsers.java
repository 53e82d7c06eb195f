package dev.parley.integration;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ServiceWorkerPolicy;
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
 * Runs Chromium for tests and holds the contexts that a test opens in it. Uses the program that the environment
 * variable {@code PARLEY_CHROMIUM} names, or the first on the path; never downloads one. All tests of the JVM share one
 * Chromium, which starts when it is first needed and ends with the JVM. Each instance has its own contexts. Confined to
 * the thread that runs the tests.
 */
public final class Browsers implements AutoCloseable {

    /** The time an action in a page may take on a busy machine. */
    static final double TIMEOUT_MILLIS = 30_000;

    /** A host name of this machine that browsers do not treat as secure, like a name in a LAN. */
    static final String LAN_NAME = "parley.lan";

    /** Chromium without any window code. Opens a page in half the time of the whole browser. */
    private static final String HEADLESS_SHELL = "chromium-headless-shell";

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

    private static final List<String> BASE_ARGUMENTS = List.of(
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP " + LAN_NAME + " 127.0.0.1");

    /** The driver and the Chromium of this JVM. The driver ends both when its pipe to the JVM closes. */
    private static Optional<Playwright> driver = Optional.empty();

    private static Optional<Browser> running = Optional.empty();

    private final Browser browser;
    private final List<BrowserContext> opened = new ArrayList<>();

    private Browsers(Browser browser) {
        this.browser = browser;
    }

    /** Returns the Chromium that tests use, if there is one: the headless shell if it is installed. */
    public static Optional<Path> find() {
        return find(Stream.concat(Stream.of(HEADLESS_SHELL), NAMES.stream()).toList());
    }

    private static Optional<Path> find(List<String> names) {
        String named = System.getenv("PARLEY_CHROMIUM");
        if (named != null && !named.isBlank()) {
            return Optional.of(Path.of(named)).filter(Files::isExecutable);
        }
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return names.stream()
                .flatMap(name -> Stream.of(name, name + ".exe"))
                .flatMap(name -> Arrays.stream(path.split(File.pathSeparator)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts Chromium without a window, unless it runs. Skips the calling test if there is none. */
    public static Browsers launch() {
        Path chromium = require(find());
        if (running.filter(Browser::isConnected).isEmpty()) {
            running = Optional.of(driver().chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(chromium)
                            .setHeadless(true)
                            .setArgs(arguments())));
        }
        return new Browsers(running.orElseThrow());
    }

    /** Returns a Chromium that has windows, and skips the calling test if there is none. */
    static Path requireWindowed() {
        return require(find(NAMES));
    }

    private static Path require(Optional<Path> chromium) {
        Assumptions.assumeTrue(
                chromium.isPresent(), "no Chromium on the path, and PARLEY_CHROMIUM names none that can be run");
        return chromium.orElseThrow();
    }

    /** Returns the browser driver, and sets the timeout of page assertions. */
    static Playwright driver() {
        Playwright known = driver.orElseGet(() -> Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))));
        driver = Optional.of(known);
        PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MILLIS);
        return known;
    }

    /** Opens an empty context: a desktop, with the light color scheme. {@link #close} closes it. */
    public BrowserContext context() {
        return context(new Browser.NewContextOptions());
    }

    /** Opens a context with these options; English, UTC and no service workers unless the options say otherwise. */
    public BrowserContext context(Browser.NewContextOptions options) {
        if (options.locale == null) {
            options.setLocale("en-GB");
        }
        if (options.timezoneId == null) {
            options.setTimezoneId("UTC");
        }
        if (options.serviceWorkers == null) {
            // A request of a service worker is none of the page, so that a route of a test would not meet it.
            options.setServiceWorkers(ServiceWorkerPolicy.BLOCK);
        }
        BrowserContext context = browser.newContext(options);
        context.setDefaultTimeout(TIMEOUT_MILLIS);
        context.setDefaultNavigationTimeout(TIMEOUT_MILLIS);
        opened.add(context);
        return context;
    }

    /** Closes the contexts of this instance. Chromium keeps running. */
    @Override
    public void close() {
        opened.forEach(BrowserContext::close);
        opened.clear();
    }

    /** Returns the arguments that Chromium is started with. */
    static List<String> arguments() {
        List<String> arguments = new ArrayList<>(BASE_ARGUMENTS);
        // Chromium refuses to run its sandbox as root, which is the usual user in containers.
        if ("root".equals(System.getProperty("user.name"))) {
            arguments.add("--no-sandbox");
        }
        return arguments;
    }
}
