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
 * Runs Chromium with one window, in which the front tab hides the others, with all effects that browsers apply to
 * hidden tabs. The tabs of {@link Browsers} always count as visible. Confined to the thread that runs the tests.
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
     * Starts Chromium, or skips the calling test if there is none.
     *
     * @param profile an empty folder
     */
    static WindowedBrowser open(Path profile) {
        List<String> command = new ArrayList<>();
        command.add(Browsers.requireWindowed().toString());
        command.addAll(Browsers.arguments());
        command.addAll(List.of(
                "--headless=new",
                "--window-size=1280,800", // a narrow window shows the users in a drawer
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
            browser.contexts().get(0).setDefaultTimeout(Browsers.TIMEOUT_MILLIS);
            return new WindowedBrowser(chromium, browser);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the address of the DevTools from the error stream, and discards the rest of it. */
    private static String address(Process chromium) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(chromium.getErrorStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        while (line != null && !line.startsWith(LISTENING)) {
            line = output.readLine();
        }
        if (line == null) {
            throw new AssertionError("the Chromium ended before it listened");
        }
        Thread rest = new Thread(() -> output.lines().forEach(more -> {}), "chromium-output");
        rest.setDaemon(true);
        rest.start();
        return line.substring(LISTENING.length()).strip();
    }

    /** Returns the context whose tabs hide each other. */
    BrowserContext context() {
        return browser.contexts().get(0);
    }

    @Override
    public void close() {
        try {
            browser.newBrowserCDPSession().send("Browser.close");
        } catch (PlaywrightException ignored) {
            // Chromium may end before it answers.
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
