package dev.parley.bench;

import dev.parley.bench.load.ClientLayout;
import dev.parley.bench.load.ClientPool;
import dev.parley.bench.load.LoadFailedException;
import dev.parley.bench.report.IdleResult;
import dev.parley.bench.server.Server;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** W4: connections that do nothing: their memory, and what it costs to let them in, cold and warm. */
final class Idle {

    /** What lets people in is warm when it has done so for as many crowds; the last of them is measured. */
    private static final int CROWDS_UNTIL_WARM = 12;

    private final Stage stage;
    private final int connections;

    /**
     * @param connections in the real thing
     */
    Idle(Stage stage, int connections) {
        this.stage = stage;
        this.connections = stage.scale().readers(connections);
    }

    void measure() {
        for (String name : stage.wanted()) {
            if (stage.isOver()) {
                return;
            }
            stage.end(name);
            try {
                IdleResult resting = measure(stage.start(name));
                stage.journal()
                        .say(
                                "W4       %-12s %d connections: %.1f KiB in RAM each, live heap %s, admitted in %.0f µs cold, %.0f µs warm",
                                name,
                                connections,
                                resting.residentBytes() / 1024,
                                resting.liveHeapBytes() == null
                                        ? "none"
                                        : String.format(
                                                java.util.Locale.ROOT, "%.1f KiB", resting.liveHeapBytes() / 1024),
                                resting.coldLoginMicros(),
                                resting.warmLoginMicros());
                stage.journal().add(resting);
            } catch (LoadFailedException e) {
                stage.journal().say("W4       %-12s %s", name, e.reason());
            } finally {
                stage.end(name);
            }
        }
    }

    private IdleResult measure(Server server) {
        Double liveBefore = live(server);
        long residentBefore = server.usage().residentBytes();
        double cold;
        double resident;
        Double live;
        try (ClientPool crowd = crowd(server)) {
            cold = admit(server, crowd);
            Double liveAfter = live(server);
            live = liveBefore == null || liveAfter == null ? null : (liveAfter - liveBefore) / connections;
            resident = (double) (server.usage().residentBytes() - residentBefore) / connections;
        }
        stage.warmed(server);
        double warm = cold;
        for (int times = 0; times < CROWDS_UNTIL_WARM; times++) {
            try (ClientPool crowd = crowd(server)) {
                warm = admit(server, crowd);
            }
        }
        return new IdleResult(server.name(), connections, resident, live, cold, warm);
    }

    private ClientPool crowd(Server server) {
        return stage.crowd(server, new ClientLayout(connections, 1, 1, 0));
    }

    private static double admit(Server server, ClientPool crowd) {
        long before = server.usage().cpuMicros();
        crowd.connect();
        return (double) (server.usage().cpuMicros() - before) / crowd.size();
    }

    private @Nullable Double live(Server server) {
        if (!server.isJava()) {
            return null;
        }
        try {
            // What the last connection has caused is over by then, and what is told of it once a second has been told.
            TimeUnit.SECONDS.sleep(2);
        } catch (InterruptedException ignored) {
            Thread.currentThread().interrupt();
        }
        return (double) stage.servers().heap(server).liveBytes();
    }
}
