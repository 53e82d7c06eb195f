package dev.parley.bench;

import dev.parley.bench.load.ClientLayout;
import dev.parley.bench.load.LoadProfile;
import dev.parley.bench.load.LoadResult;
import dev.parley.bench.report.Measurement;
import dev.parley.bench.server.ServerLauncher;
import java.util.List;

/**
 * How the cost of a delivery grows: the same deliveries a second, to ever more readers of one room; and the same messages
 * a second, in ever more rooms of ten.
 */
final class Sweep {

    /** The workload's name where readers grow. */
    static final String READERS = "readers";

    /** The workload's name where rooms grow. */
    static final String ROOMS = "rooms";

    private static final double DELIVERIES = 20_000;
    private static final double MESSAGES = 500;
    private static final int READERS_OF_A_ROOM = 10;
    private static final double LEAD = 2;

    private final Stage stage;

    Sweep(Stage stage) {
        this.stage = stage;
    }

    void readers() {
        for (int real : new int[] {10, 100, 1_000, 10_000}) {
            int readers = stage.scale().readers(real);
            double perSecond = stage.scale().rate(DELIVERIES) / readers;
            for (String name : List.of(
                    ServerLauncher.FLOOR, ServerLauncher.PARLEY, ServerLauncher.PARLEY_LINE, ServerLauncher.SPRING)) {
                take(READERS, name, ClientLayout.oneRoom(readers), perSecond);
            }
        }
    }

    void rooms() {
        for (int real : new int[] {1, 10, 100, 1_000}) {
            int rooms = Math.max(1, (int) Math.round(real * stage.scale().factor()));
            ClientLayout gathering = new ClientLayout(rooms * READERS_OF_A_ROOM, rooms, 2 * rooms, 0);
            for (String name : List.of(ServerLauncher.PARLEY, ServerLauncher.SPRING)) {
                take(ROOMS, name, gathering, stage.scale().rate(MESSAGES));
            }
        }
    }

    private void take(String workload, String name, ClientLayout gathering, double perSecond) {
        if (!stage.wanted().contains(name) || stage.isOver()) {
            return;
        }
        LoadResult outcome = stage.turn(
                stage.warm(name),
                gathering,
                new LoadProfile(perSecond, LEAD, stage.scale().seconds()));
        if (outcome != null) {
            int grown = workload.equals(READERS) ? gathering.readers() : gathering.rooms();
            Telling.turn(stage.journal(), workload, name, grown, outcome);
            stage.journal()
                    .add(new Measurement(
                            workload, name, 1, gathering.readers(), gathering.rooms(), perSecond, outcome, null));
        }
    }
}
