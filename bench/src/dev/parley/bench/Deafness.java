package dev.parley.bench;

import dev.parley.bench.load.ClientLayout;
import dev.parley.bench.load.LoadProfile;
import dev.parley.bench.load.LoadResult;
import dev.parley.bench.report.SlowConsumerResult;
import dev.parley.bench.server.Server;
import dev.parley.bench.server.ServerLauncher;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Two thousand readers, of whom a tenth do not read at all: what the others feel of it, several times in turn. */
final class Deafness {

    private static final double LEAD = 2;

    /** Turns are so many times as long as others: sockets that nobody reads from are full after some seconds only. */
    private static final double LONGER = 3;

    private final Stage stage;

    Deafness(Stage stage) {
        this.stage = stage;
    }

    void measure() {
        int readers = stage.scale().readers(2_000);
        int deaf = readers / 10;
        int speakers = Math.min(100, readers / 2);
        LoadProfile pace = new LoadProfile(20, LEAD, LONGER * stage.scale().seconds());
        for (String name : List.of(ServerLauncher.PARLEY, ServerLauncher.SPRING)) {
            if (!stage.wanted().contains(name) || stage.isOver()) {
                continue;
            }
            for (int round = 1; round <= stage.scale().rounds() && !stage.isOver(); round++) {
                measure(stage.warm(name), readers, speakers, deaf, pace);
            }
        }
    }

    private void measure(Server server, int readers, int speakers, int deaf, LoadProfile pace) {
        LoadResult without = stage.turn(server, new ClientLayout(readers, 1, speakers, 0), pace);
        long before = server.usage().residentBytes();
        AtomicLong after = new AtomicLong();
        LoadResult with = stage.turn(
                server,
                new ClientLayout(readers, 1, speakers, deaf),
                pace,
                () -> after.set(server.usage().residentBytes()));
        if (without == null || with == null) {
            return;
        }
        Telling.turn(stage.journal(), "deaf", server.name(), 0, without);
        Telling.turn(stage.journal(), "deaf", server.name(), deaf, with);
        stage.journal().add(new SlowConsumerResult(server.name(), readers, deaf, without, with, before, after.get()));
    }
}
