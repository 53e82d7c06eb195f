package dev.parley.bench;

import dev.parley.bench.report.StartupResult;
import dev.parley.bench.server.ServerLauncher;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** How long servers on Java take to start. One start before those that count brings the files into memory. */
final class Starting {

    private final Stage stage;

    Starting(Stage stage) {
        this.stage = stage;
    }

    void measure() {
        for (String name : List.of(ServerLauncher.PARLEY, ServerLauncher.SPRING)) {
            if (!stage.wanted().contains(name) || stage.isOver()) {
                continue;
            }
            stage.end(name);
            start(name);
            double[] seconds = new double[Math.max(3, stage.scale().rounds())];
            for (int i = 0; i < seconds.length; i++) {
                seconds[i] = start(name).toMillis() / 1e3;
            }
            Arrays.sort(seconds);
            StartupResult started =
                    new StartupResult(name, seconds[seconds.length / 2], seconds[0], seconds[seconds.length - 1]);
            stage.journal()
                    .say(
                            "start    %-12s %.2f s (%.2f to %.2f)",
                            name, started.medianSeconds(), started.minSeconds(), started.maxSeconds());
            stage.journal().add(started);
        }
    }

    private Duration start(String name) {
        try {
            return stage.start(name).startupTime();
        } finally {
            stage.end(name);
        }
    }
}
