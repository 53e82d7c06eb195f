package dev.parley.journey;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Absences that take as long as they are: with {@code -Psoak} only. */
@Tag("soak")
class LongSleepJourney {

    /** After five minutes Chromium lets the timers of a hidden tab run once a minute. */
    private static final double ONCE_A_MINUTE_MILLIS = 50_000;

    @TempDir
    private static Path folder;

    @TempDir
    private static Path profile;

    private static Window window;
    private static ServerProcess server;

    @BeforeAll
    static void start() {
        window = Window.open(profile);
        server = ServerProcess.start(folder);
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
        if (window != null) {
            window.close();
        }
    }

    @Test
    void aPageFrozenForAMinuteHasCaughtUpASecondAfterWaking() {
        try (Sleeper sleeper = Sleeper.in(window, server.page(), server, "frozen")) {
            sleeper.isHidden();
            sleeper.freezes();
            sleeps(sleeper, 60_000);
            sleeper.hasCaughtUp(55_000);
        }
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aTabHiddenForSevenMinutesHasCaughtUpASecondAfterItIsLookedAt() {
        try (Sleeper sleeper = Sleeper.in(window, server.page(), server, "hidden")) {
            sleeper.isHidden();
            sleeps(sleeper, 420_000);
            sleeper.hasCaughtUp(ONCE_A_MINUTE_MILLIS);
        }
    }

    private static void sleeps(Sleeper sleeper, double millis) {
        IntStream.rangeClosed(1, 3).forEach(number -> {
            // That time has passed is what is awaited.
            window.context().newPage().waitForTimeout(millis / 3);
            sleeper.missesNumber(number);
        });
        sleeper.wakes();
    }
}
