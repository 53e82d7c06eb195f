package dev.parley.integration;

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
@Tag("full")
@Tag("waits")
class SuspendedTabIT {

    private static final double NAP_MILLIS = 15_000;
    private static final double HARDLY_TICKED_MILLIS = 14_000;
    private static final double TICKED_SELDOM_MILLIS = 800;

    @TempDir
    private static Path folder;

    @TempDir
    private static Path profile;

    private static WindowedBrowser windowedBrowser;
    private static ServerProcess server;
    private static FaultyNetwork cut;
    private static FaultyNetwork forgotten;
    private static SuspendedTab connected;
    private static SuspendedTab disconnected;
    private static SuspendedTab unaware;
    private static SuspendedTab hidden;

    @BeforeAll
    static void nap() {
        windowedBrowser = WindowedBrowser.open(profile);
        server = ServerProcess.start(folder);
        cut = FaultyNetwork.to(server.pagePort());
        forgotten = FaultyNetwork.to(server.pagePort());
        connected = SuspendedTab.open(windowedBrowser, server.page(), server, "nap");
        disconnected = SuspendedTab.open(windowedBrowser, cut.address(), server, "cut");
        unaware = SuspendedTab.open(windowedBrowser, forgotten.address(), server, "forgot");
        hidden = SuspendedTab.open(windowedBrowser, server.page(), server, "hidden");
        List<SuspendedTab> all = List.of(connected, disconnected, unaware, hidden);

        all.forEach(SuspendedTab::hide);
        all.subList(0, 3).forEach(SuspendedTab::freeze);
        all.forEach(suspendedTab -> suspendedTab.sendWhileSuspended(1));
        cut.closeConnections();
        forgotten.dropSilently();
        all.forEach(suspendedTab -> suspendedTab.sendWhileSuspended(2));
        // That time has passed is what is awaited.
        windowedBrowser.context().newPage().waitForTimeout(NAP_MILLIS);
        all.forEach(suspendedTab -> suspendedTab.sendWhileSuspended(3));
        all.forEach(SuspendedTab::resume);
    }

    @AfterAll
    static void end() throws Exception {
        for (AutoCloseable one :
                new AutoCloseable[] {connected, disconnected, unaware, hidden, cut, forgotten, server, windowedBrowser
                }) {
            if (one != null) {
                one.close();
            }
        }
    }

    @Test
    void aFrozenPageThatKeptItsConnectionHasCaughtUpASecondAfterWaking() {
        connected.assertCaughtUp(HARDLY_TICKED_MILLIS);
    }

    @Test
    void aFrozenPageWhoseConnectionEndedHasCaughtUpASecondAfterWaking() {
        disconnected.assertCaughtUp(HARDLY_TICKED_MILLIS);
    }

    @Test
    void aFrozenPageWhoseConnectionDiedWithoutAWordHasCaughtUpASecondAfterWaking() {
        unaware.assertCaughtUp(HARDLY_TICKED_MILLIS);
    }

    @Test
    void aHiddenTabIsStillThereWhenItIsLookedAt() {
        hidden.assertCaughtUp(TICKED_SELDOM_MILLIS);
    }
}
