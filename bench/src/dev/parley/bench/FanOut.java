package dev.parley.bench;

import dev.parley.bench.load.ClientLayout;
import dev.parley.bench.load.LoadProfile;
import dev.parley.bench.load.LoadResult;
import dev.parley.bench.report.Measurement;
import dev.parley.bench.server.ServerLauncher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * W1 and W2: a constant load, on all servers in turn, with the floor before and after each, because the machine itself
 * is faster one minute and slower the next.
 */
final class FanOut {

    private static final double LEAD = 2;

    private final Stage stage;

    FanOut(Stage stage) {
        this.stage = stage;
    }

    /** A thousand readers, twenty messages a second. */
    void manyReaders() {
        measure("W1", stage.scale().readers(1_000), Math.max(20, stage.scale().rate(20)));
    }

    /** A hundred readers, a thousand messages a second. */
    void manyMessages() {
        measure("W2", stage.scale().readers(100), stage.scale().rate(1_000));
    }

    private void measure(String workload, int readers, double perSecond) {
        List<String> candidates = stage.wanted().stream()
                .filter(name -> !name.equals(ServerLauncher.FLOOR))
                .toList();
        boolean floor = stage.wanted().contains(ServerLauncher.FLOOR);
        for (int round = 1; round <= stage.scale().rounds(); round++) {
            List<Measurement> turns = new ArrayList<>();
            for (String candidate : candidates) {
                if (floor) {
                    take(turns, workload, ServerLauncher.FLOOR, round, readers, perSecond);
                }
                take(turns, workload, candidate, round, readers, perSecond);
                if (stage.isOver()) {
                    break;
                }
            }
            if (floor) {
                take(turns, workload, ServerLauncher.FLOOR, round, readers, perSecond);
            }
            for (int i = 0; i < turns.size(); i++) {
                tell(turns.get(i), floor ? floorAround(turns, i) : null);
            }
            if (stage.isOver()) {
                return;
            }
        }
    }

    private void take(
            List<Measurement> turns, String workload, String server, int round, int readers, double perSecond) {
        LoadResult outcome = stage.turn(
                stage.warm(server),
                ClientLayout.oneRoom(readers),
                new LoadProfile(perSecond, LEAD, stage.scale().seconds()));
        if (outcome != null) {
            turns.add(new Measurement(workload, server, round, readers, 1, perSecond, outcome, null));
            Telling.turn(stage.journal(), workload, server, round, outcome);
        }
    }

    private void tell(Measurement turn, @Nullable Double floorMicros) {
        stage.journal().add(floorMicros == null ? turn : turn.withFloor(floorMicros));
    }

    /** The mean of the floors just before and after; of a floor itself, itself. */
    private static @Nullable Double floorAround(List<Measurement> turns, int place) {
        double sum = 0;
        int count = 0;
        for (int i = place - 1; i <= place + 1; i++) {
            if (i >= 0 && i < turns.size() && turns.get(i).server().equals(ServerLauncher.FLOOR)) {
                sum += turns.get(i).result().serverCpuMicrosPerDelivery();
                count++;
            }
        }
        return count == 0 ? null : sum / count;
    }
}
