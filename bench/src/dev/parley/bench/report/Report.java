package dev.parley.bench.report;

import java.util.List;
import java.util.Map;

/**
 * Everything that one run of the benchmark has found.
 *
 * @param date when it began
 * @param machine what it ran on, by what
 * @param scale 1 for the real thing; anything else only shows that the benchmark works
 */
public record Report(
        String date,
        Map<String, String> machine,
        double scale,
        List<Turn> turns,
        List<Held> held,
        List<Resting> resting,
        List<Durable> durable,
        List<Flushed> flushed,
        List<Beside> beside,
        List<Started> started) {

    /** The turns of one workload, in their order. */
    public List<Turn> turns(String workload) {
        return turns.stream().filter(turn -> turn.workload().equals(workload)).toList();
    }
}
