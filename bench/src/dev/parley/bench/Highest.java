package dev.parley.bench;

import dev.parley.bench.load.ClientLayout;
import dev.parley.bench.load.ClientPool;
import dev.parley.bench.load.LoadFailedException;
import dev.parley.bench.load.LoadGenerator;
import dev.parley.bench.load.LoadProfile;
import dev.parley.bench.load.LoadResult;
import dev.parley.bench.report.FaultText;
import dev.parley.bench.report.MaxRateResult;
import dev.parley.bench.server.Server;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** W3: a thousand readers, the rate raised until the server does not keep up. */
final class Highest {

    private static final double FIRST = 40;
    private static final double FACTOR = 1.25;
    private static final int MOST_STEPS = 24;
    private static final double LATEST_MILLIS = 250;
    private static final double LEAD = 1;
    private static final double LONGEST_STEP = 5;

    private final Stage stage;

    Highest(Stage stage) {
        this.stage = stage;
    }

    void measure() {
        for (String name : stage.wanted()) {
            if (stage.isOver()) {
                return;
            }
            MaxRateResult held = raise(stage.warm(name));
            stage.journal()
                    .say(
                            "W3       %-12s holds %.0f messages/s, %.0f deliveries/s; beyond: %s",
                            name, held.messagesPerSecond(), held.deliveriesPerSecond(), held.nextStep());
            stage.journal().add(held);
            // It may be busy for long with what it could not do.
            stage.end(name);
        }
    }

    private MaxRateResult raise(Server server) {
        int readers = stage.scale().readers(1_000);
        double step = Math.min(LONGEST_STEP, stage.scale().seconds());
        LoadResult held = null;
        double heldRate = 0;
        String beyond = "not tried";
        try (ClientPool crowd = stage.crowd(server, ClientLayout.oneRoom(readers))) {
            crowd.connect();
            crowd.verifyDelivery();
            LoadGenerator talk = new LoadGenerator(crowd, stage.meter(server));
            double rate = FIRST;
            for (int i = 0; i < MOST_STEPS; i++, rate *= FACTOR) {
                LoadResult outcome = step(talk, server, rate, step, i + 1);
                String problem = problem(outcome);
                if (problem != null && isWorthAnotherTry(outcome)) {
                    // Something else may have kept the machine busy.
                    outcome = step(talk, server, rate, step, i + 1);
                    problem = problem(outcome);
                }
                if (problem != null) {
                    beyond = String.format(Locale.ROOT, "%.0f/s: %s", rate, problem);
                    break;
                }
                held = outcome;
                heldRate = rate;
            }
        } catch (LoadFailedException e) {
            beyond = e.reason();
        }
        return new MaxRateResult(
                server.name(), readers, heldRate, held == null ? 0 : held.deliveries() / held.seconds(), held, beyond);
    }

    private LoadResult step(LoadGenerator talk, Server server, double rate, double seconds, int number) {
        LoadResult outcome = talk.openLoop(new LoadProfile(rate, LEAD, seconds), false);
        Telling.turn(stage.journal(), "W3", server.name(), number, outcome);
        return outcome;
    }

    private static boolean isWorthAnotherTry(LoadResult outcome) {
        return outcome.faults().disconnected() == 0;
    }

    private static @Nullable String problem(LoadResult outcome) {
        LoadResult.Faults faults = outcome.faults();
        if (faults.lost() > 0 || faults.disconnected() > 0) {
            return FaultText.of(faults);
        }
        return outcome.latency().p99() > LATEST_MILLIS
                ? String.format(Locale.ROOT, "p99 %.0f ms", outcome.latency().p99())
                : null;
    }
}
