package dev.parley.bench.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Looks through what everybody heard when a run is over. */
final class Findings {

    private Findings() {}

    static Outcome.Faults of(Run run, Crowd crowd, ToIntFunction<Client> expected, boolean receipts) {
        long lost = 0;
        long duplicates = 0;
        long reordered = 0;
        long gaps = 0;
        List<Client> hearing =
                crowd.clients().stream().filter(client -> !client.isDeaf()).toList();
        for (Client client : hearing) {
            Hearing heard = heard(client);
            lost += expected.applyAsInt(client) - heard.count();
            duplicates += heard.duplicates();
            reordered += heard.reordered();
            gaps += crowd.echoes() ? heard.gaps() : 0;
        }
        return new Outcome.Faults(
                lost,
                duplicates,
                reordered,
                gaps,
                disagreeing(crowd, hearing, expected),
                receipts ? run.sent() - crowd.receipts() : 0,
                hearing.stream().filter(client -> client.end() != null).count(),
                crowd.complaint());
    }

    private static Hearing heard(Client client) {
        Hearing heard = client.hearing();
        if (heard == null) {
            throw new IllegalStateException("A reader takes part that was not told of the run.");
        }
        return heard;
    }

    /** Readers who heard everything, each in another order than most of their room did. */
    private static long disagreeing(Crowd crowd, List<Client> hearing, ToIntFunction<Client> expected) {
        Map<Integer, Map<Long, Long>> orders = new HashMap<>();
        hearing.stream()
                .filter(client -> heard(client).count() == expected.applyAsInt(client))
                // Who does not hear itself cannot be compared.
                .filter(client ->
                        crowd.echoes() || client.number() >= crowd.gathering().speakers())
                .forEach(client -> orders.computeIfAbsent(client.room(), room -> new HashMap<>())
                        .merge(heard(client).order(), 1L, Long::sum));
        return orders.values().stream()
                .mapToLong(room ->
                        room.values().stream().mapToLong(Long::longValue).sum()
                                - room.values().stream()
                                        .mapToLong(Long::longValue)
                                        .max()
                                        .orElse(0))
                .sum();
    }
}
