package dev.parley.integration;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checks suspensions of real length. Runs with {@code -Psoak} only. */
@Tag("soak")
class LongSuspensionIT {

    /** After five minutes Chromium lets the timers of a hidden tab run once a minute. */
    private static final double ONCE_A_MINUTE_MILLIS = 50_000;

    @TempDir
    private static Path folder;

    @TempDir
    private static Path profile;

    private static WindowedBrowser windowedBrowser;
    private static ServerProcess server;

    @BeforeAll
    static void start() {
        windowedBrowser = WindowedBrowser.open(profile);
        server = ServerProcess.start(folder);
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
        if (windowedBrowser != null) {
            windowedBrowser.close();
        }
    }

    @Test
    void pageFrozenForAMinuteCatchesUpWithinASecond() {
        try (SuspendedTab suspendedTab = SuspendedTab.open(windowedBrowser, server.page(), server, "frozen")) {
            suspendedTab.hide();
            suspendedTab.freeze();
            suspend(suspendedTab, 60_000);
            suspendedTab.assertCaughtUp(55_000);
        }
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void tabHiddenForSevenMinutesCatchesUpWithinASecond() {
        try (SuspendedTab suspendedTab = SuspendedTab.open(windowedBrowser, server.page(), server, "hidden")) {
            suspendedTab.hide();
            suspend(suspendedTab, 420_000);
            suspendedTab.assertCaughtUp(ONCE_A_MINUTE_MILLIS);
        }
    }

    private static void suspend(SuspendedTab suspendedTab, double millis) {
        IntStream.rangeClosed(1, 3).forEach(number -> {
            // The test needs the real time to pass.
            windowedBrowser.context().newPage().waitForTimeout(millis / 3);
            suspendedTab.sendWhileSuspended(number);
        });
        suspendedTab.resume();
    }
}
