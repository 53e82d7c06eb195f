package dev.parley.journey;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Absences that take as long as they are: with {@code -Psoak} only. */
@Tag("soak")
class LongSleepJourney {

    @TempDir
    private static Path folder;

    private static Browsers browsers;
    private static ServerProcess server;

    @BeforeAll
    static void start() {
        browsers = Browsers.launch();
        server = ServerProcess.start(folder);
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
        if (browsers != null) {
            browsers.close();
        }
    }

    @Test
    void aPageFrozenForAMinuteHasCaughtUpASecondAfterWaking() {
        Sleep.of(browsers, server, "sleep").frozenFor(60_000);
    }

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void aTabHiddenForSixMinutesHasCaughtUpASecondAfterItIsLookedAt() {
        Sleep.of(browsers, server, "hidden").hiddenFor(360_000);
    }
}
