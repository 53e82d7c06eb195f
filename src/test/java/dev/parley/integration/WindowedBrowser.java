package dev.parley.integration;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.PlaywrightException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Chromium as people have it: one window, in which the tab that is brought to the front hides the others, with all that
 * browsers do to hidden tabs. Those of {@link Browsers} are told that they are always looked at. Belongs to the thread
 * that runs the tests.
 */
final class WindowedBrowser implements AutoCloseable {

    private static final String LISTENING = "DevTools listening on ";

    private final Process chromium;
    private final Browser browser;

    private WindowedBrowser(Process chromium, Browser browser) {
        this.chromium = chromium;
        this.browser = browser;
    }

    /**
     * Opens one, or skips the calling test where there is no Chromium.
     *
     * @param profile an empty folder of its own
     */
    static WindowedBrowser open(Path profile) {
        List<String> command = new ArrayList<>();
        command.add(Browsers.require().toString());
        command.addAll(Browsers.arguments());
        command.addAll(List.of(
                "--headless=new",
                "--no-default-browser-check",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile.toAbsolutePath(),
                "about:blank"));
        try {
            Process chromium = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Browser browser = Browsers.driver()
                    .chromium()
                    .connectOverCDP(address(chromium), new BrowserType.ConnectOverCDPOptions().setNoDefaults(true));
            browser.contexts().get(0).setDefaultTimeout(Browsers.PATIENCE_MILLIS);
            return new WindowedBrowser(chromium, browser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it lets itself be driven from, which it says on its error stream; what else it says there is of no interest. */
    private static String address(Process chromium) throws IOException {
        BufferedReader said =
                new BufferedReader(new InputStreamReader(chromium.getErrorStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        while (line != null && !line.startsWith(LISTENING)) {
            line = said.readLine();
        }
        if (line == null) {
            throw new AssertionError("the Chromium ended before it listened");
        }
        Thread rest = new Thread(() -> said.lines().forEach(more -> {}), "chromium-says");
        rest.setDaemon(true);
        rest.start();
        return line.substring(LISTENING.length()).strip();
    }

    /** Whose tabs hide each other. */
    BrowserContext context() {
        return browser.contexts().get(0);
    }

    @Override
    public void close() {
        try {
            browser.newBrowserCDPSession().send("Browser.close");
        } catch (PlaywrightException ignored) {
            // The answer may not come any more.
        }
        try {
            if (!chromium.waitFor(10, TimeUnit.SECONDS)) {
                chromium.descendants().forEach(ProcessHandle::destroyForcibly);
                chromium.destroyForcibly().waitFor();
            }
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
        }
    }
}
