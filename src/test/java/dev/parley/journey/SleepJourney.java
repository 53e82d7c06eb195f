package dev.parley.journey;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A nap of fifteen seconds for four tabs of one window: three are frozen, of which one keeps its connection, one loses it and one
 * has it forgotten by the network; and one is hidden by another tab.
 */
@Tag("waits")
class SleepJourney {

    private static final double NAP_MILLIS = 15_000;
    private static final double HARDLY_TICKED_MILLIS = 14_000;
    private static final double TICKED_SELDOM_MILLIS = 800;

    @TempDir
    private static Path folder;

    @TempDir
    private static Path profile;

    private static Window window;
    private static ServerProcess server;
    private static Wire cut;
    private static Wire forgotten;
    private static Sleeper connected;
    private static Sleeper disconnected;
    private static Sleeper unaware;
    private static Sleeper hidden;

    @BeforeAll
    static void nap() {
        window = Window.open(profile);
        server = ServerProcess.start(folder);
        cut = Wire.to(server.pagePort());
        forgotten = Wire.to(server.pagePort());
        connected = Sleeper.in(window, server.page(), server, "nap");
        disconnected = Sleeper.in(window, cut.address(), server, "cut");
        unaware = Sleeper.in(window, forgotten.address(), server, "forgot");
        hidden = Sleeper.in(window, server.page(), server, "hidden");
        List<Sleeper> all = List.of(connected, disconnected, unaware, hidden);

        all.forEach(Sleeper::isHidden);
        all.subList(0, 3).forEach(Sleeper::freezes);
        all.forEach(sleeper -> sleeper.missesNumber(1));
        cut.cut();
        forgotten.forget();
        all.forEach(sleeper -> sleeper.missesNumber(2));
        // That time has passed is what is awaited.
        window.context().newPage().waitForTimeout(NAP_MILLIS);
        all.forEach(sleeper -> sleeper.missesNumber(3));
        all.forEach(Sleeper::wakes);
    }

    @AfterAll
    static void end() throws Exception {
        for (AutoCloseable one :
                new AutoCloseable[] {connected, disconnected, unaware, hidden, cut, forgotten, server, window}) {
            if (one != null) {
                one.close();
            }
        }
    }

    @Test
    void aFrozenPageThatKeptItsConnectionHasCaughtUpASecondAfterWaking() {
        connected.hasCaughtUp(HARDLY_TICKED_MILLIS);
    }

    @Test
    void aFrozenPageWhoseConnectionEndedHasCaughtUpASecondAfterWaking() {
        disconnected.hasCaughtUp(HARDLY_TICKED_MILLIS);
    }

    @Test
    void aFrozenPageWhoseConnectionDiedWithoutAWordHasCaughtUpASecondAfterWaking() {
        unaware.hasCaughtUp(HARDLY_TICKED_MILLIS);
    }

    @Test
    void aHiddenTabIsStillThereWhenItIsLookedAt() {
        hidden.hasCaughtUp(TICKED_SELDOM_MILLIS);
    }
}
