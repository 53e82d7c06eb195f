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
class SleepIT {

    private static final double NAP_MILLIS = 15_000;
    private static final double HARDLY_TICKED_MILLIS = 14_000;
    private static final double TICKED_SELDOM_MILLIS = 800;

    @TempDir
    private static Path folder;

    @TempDir
    private static Path profile;

    private static CapturedPage capturedPage;
    private static ServerProcess server;
    private static StompWire cut;
    private static StompWire forgotten;
    private static SuspendedTab connected;
    private static SuspendedTab disconnected;
    private static SuspendedTab unaware;
    private static SuspendedTab hidden;

    @BeforeAll
    static void nap() {
        capturedPage = CapturedPage.open(profile);
        server = ServerProcess.start(folder);
        cut = StompWire.to(server.pagePort());
        forgotten = StompWire.to(server.pagePort());
        connected = SuspendedTab.in(capturedPage, server.page(), server, "nap");
        disconnected = SuspendedTab.in(capturedPage, cut.address(), server, "cut");
        unaware = SuspendedTab.in(capturedPage, forgotten.address(), server, "forgot");
        hidden = SuspendedTab.in(capturedPage, server.page(), server, "hidden");
        List<SuspendedTab> all = List.of(connected, disconnected, unaware, hidden);

        all.forEach(SuspendedTab::isHidden);
        all.subList(0, 3).forEach(SuspendedTab::freezes);
        all.forEach(suspendedTab -> suspendedTab.missesNumber(1));
        cut.cut();
        forgotten.forget();
        all.forEach(suspendedTab -> suspendedTab.missesNumber(2));
        // That time has passed is what is awaited.
        capturedPage.context().newPage().waitForTimeout(NAP_MILLIS);
        all.forEach(suspendedTab -> suspendedTab.missesNumber(3));
        all.forEach(SuspendedTab::wakes);
    }

    @AfterAll
    static void end() throws Exception {
        for (AutoCloseable one :
                new AutoCloseable[] {connected, disconnected, unaware, hidden, cut, forgotten, server, capturedPage}) {
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
