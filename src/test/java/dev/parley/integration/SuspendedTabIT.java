package dev.parley.integration;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Suspends four tabs of one window for fifteen seconds. Three are frozen: one keeps its connection, one has it closed,
 * and one has it silently dropped by the network. The fourth is hidden by another tab.
 */
@Tag("full")
@Tag("waits")
class SuspendedTabIT {

    private static final double SUSPENSION_MILLIS = 15_000;
    private static final double FROZEN_PAUSE_MILLIS = 14_000;
    private static final double HIDDEN_PAUSE_MILLIS = 800;

    @TempDir
    private static Path folder;

    @TempDir
    private static Path profile;

    private static WindowedBrowser windowedBrowser;
    private static ServerProcess server;
    private static FaultyNetwork closedNetwork;
    private static FaultyNetwork droppedNetwork;
    private static SuspendedTab connected;
    private static SuspendedTab disconnected;
    private static SuspendedTab unaware;
    private static SuspendedTab hidden;

    @BeforeAll
    static void suspendTabs() {
        windowedBrowser = WindowedBrowser.open(profile);
        server = ServerProcess.start(folder);
        closedNetwork = FaultyNetwork.to(server.pagePort());
        droppedNetwork = FaultyNetwork.to(server.pagePort());
        connected = SuspendedTab.open(windowedBrowser, server.page(), server, "nap");
        disconnected = SuspendedTab.open(windowedBrowser, closedNetwork.address(), server, "cut");
        unaware = SuspendedTab.open(windowedBrowser, droppedNetwork.address(), server, "forgot");
        hidden = SuspendedTab.open(windowedBrowser, server.page(), server, "hidden");
        List<SuspendedTab> all = List.of(connected, disconnected, unaware, hidden);

        all.forEach(SuspendedTab::hide);
        all.subList(0, 3).forEach(SuspendedTab::freeze);
        all.forEach(suspendedTab -> suspendedTab.sendWhileSuspended(1));
        closedNetwork.closeConnections();
        droppedNetwork.dropSilently();
        all.forEach(suspendedTab -> suspendedTab.sendWhileSuspended(2));
        // The test needs the real time to pass.
        windowedBrowser.context().newPage().waitForTimeout(SUSPENSION_MILLIS);
        all.forEach(suspendedTab -> suspendedTab.sendWhileSuspended(3));
        all.forEach(SuspendedTab::resume);
    }

    @AfterAll
    static void end() throws Exception {
        for (AutoCloseable one : new AutoCloseable[] {
            connected, disconnected, unaware, hidden, closedNetwork, droppedNetwork, server, windowedBrowser
        }) {
            if (one != null) {
                one.close();
            }
        }
    }

    @Test
    void frozenPageWithItsConnectionCatchesUpWithinASecond() {
        connected.assertCaughtUp(FROZEN_PAUSE_MILLIS);
    }

    @Test
    void frozenPageWithAClosedConnectionCatchesUpWithinASecond() {
        disconnected.assertCaughtUp(FROZEN_PAUSE_MILLIS);
    }

    @Test
    void frozenPageWithASilentlyDroppedConnectionCatchesUpWithinASecond() {
        unaware.assertCaughtUp(FROZEN_PAUSE_MILLIS);
    }

    @Test
    void hiddenTabIsUpToDateWhenShownAgain() {
        hidden.assertCaughtUp(HIDDEN_PAUSE_MILLIS);
    }
}
