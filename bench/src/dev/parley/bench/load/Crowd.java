package dev.parley.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who is connected to one server, on the loops that read for them. Used by one thread, which waits here for
 * what the loops do.
 */
public final class Crowd implements AutoCloseable {

    /** So many may be on their way in at once. */
    private static final int IN_FLIGHT = 64;

    private static final Duration ADMITTED_WITHIN = Duration.ofMinutes(2);
    private static final Duration PROVEN_WITHIN = Duration.ofMinutes(1);
    private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long PROBE_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    /** Names are never used twice: a server may keep one for a while. */
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final Gathering gathering;
    private final Dialect dialect;
    private final List<Loop> loops = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private int runs;

    /**
     * Nobody is connected yet.
     *
     * @param threads how many read
     */
    public Crowd(Gathering gathering, Dialect dialect, int threads) {
        this.gathering = gathering;
        this.dialect = dialect;
        for (int i = 0; i < threads; i++) {
            loops.add(new Loop(dialect));
        }
    }

    /**
     * Connects everybody and waits until each is in its room.
     *
     * @throws LoadFailed if somebody is not let in
     */
    public void admit() {
        int begun = 0;
        int in = 0;
        long until = System.nanoTime() + ADMITTED_WITHIN.toNanos();
        while (in < gathering.readers()) {
            while (begun < gathering.readers() && begun - in < IN_FLIGHT) {
                begin(begun++);
            }
            pause();
            while (in < begun && (clients.get(in).isIn() || clients.get(in).end() != null)) {
                check(clients.get(in++));
            }
            if (System.nanoTime() > until) {
                throw new LoadFailed("Only " + in + " of " + gathering.readers() + " were let in within "
                        + ADMITTED_WITHIN.toSeconds() + " s.");
            }
        }
    }

    private void begin(int number) {
        try {
            Client client = new Client(
                    number,
                    String.format(Locale.ROOT, "p%07d", NAMES.incrementAndGet()),
                    number % gathering.rooms(),
                    number >= gathering.readers() - gathering.deaf());
            clients.add(client);
            Loop loop = loop(client);
            loop.soon(() -> loop.connect(client, dialect));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Loop loop(Client client) {
        return loops.get(client.number() % loops.size());
    }

    /**
     * Lets one of each room speak until everybody there has heard something.
     *
     * @throws LoadFailed if somebody hears nothing
     */
    public void prove() {
        long until = System.nanoTime() + PROVEN_WITHIN.toNanos();
        int turn = 0;
        while (!clients.stream().allMatch(Client::isProven)) {
            if (System.nanoTime() > until) {
                throw new LoadFailed(
                        clients.stream().filter(client -> !client.isProven()).count()
                                + " readers have heard nothing of what was said to find out whether they hear.");
            }
            for (int room = 0; room < gathering.rooms(); room++) {
                // Another one each time, for those who do not hear themselves.
                Client speaker = clients.get((room + turn % 2 * gathering.rooms()) % gathering.readers());
                speaker.write(loop(speaker).speech().phrase(speaker, false).saying(0, Text.PROBE));
            }
            turn++;
            await(PROBE_EVERY_NANOS, () -> clients.stream().allMatch(Client::isProven));
        }
        rest(PROBE_EVERY_NANOS);
    }

    /** A new run for everybody. */
    Run beginRun(int most) {
        Run run = new Run(++runs, gathering.rooms(), gathering.speakers(), most);
        onLoops(loop -> loop.tally().clear());
        onLoops(loop -> clients.stream()
                .filter(client -> loop(client) == loop && !client.isDeaf())
                .forEach(client -> client.hear(new Hearing(run))));
        return run;
    }

    /** Does something on each loop and waits until it is done. */
    void onLoops(Consumer<Loop> task) {
        loops.forEach(loop -> loop.now(() -> task.accept(loop)));
    }

    /** How each speaker says things, by its number. */
    Phrase[] phrases(boolean receipts) {
        return clients.stream()
                .limit(gathering.speakers())
                .map(client -> loop(client).speech().phrase(client, receipts))
                .toArray(Phrase[]::new);
    }

    Client client(int number) {
        return clients.get(number);
    }

    List<Client> clients() {
        return clients;
    }

    boolean echoes() {
        return loops.get(0).speech().echoes();
    }

    /** How many there are. */
    public int size() {
        return gathering.readers();
    }

    Gathering gathering() {
        return gathering;
    }

    /** Messages heard in this run. */
    long deliveries() {
        long sum = 0;
        for (Loop loop : loops) {
            sum += loop.tally().deliveries();
        }
        return sum;
    }

    /** Receipts in this run. */
    long receipts() {
        long sum = 0;
        for (Loop loop : loops) {
            sum += loop.tally().receipts();
        }
        return sum;
    }

    /** Why the first of those who are no longer connected is not; null if all are. */
    public @Nullable String complaint() {
        return clients.stream()
                .filter(client -> !client.isDeaf() && client.end() != null)
                .map(Client::end)
                .findFirst()
                .orElse(null);
    }

    private static void check(Client client) {
        if (client.end() != null && !client.isIn()) {
            throw new LoadFailed("Somebody was not let in: " + client.end() + ".");
        }
    }

    /** Waits for a condition, looking at it often enough; returns whether it came to be. */
    static boolean await(long nanos, BooleanSupplier condition) {
        long until = System.nanoTime() + nanos;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                return false;
            }
            pause();
        }
        return true;
    }

    /** Lets this much time pass. */
    static void rest(long nanos) {
        await(nanos, () -> false);
    }

    private static void pause() {
        LockSupport.parkNanos(GLANCE_NANOS);
    }

    /** Everybody says goodbye and goes. */
    @Override
    public void close() {
        onLoops(loop -> clients.stream()
                .filter(client -> loop(client) == loop && client.end() == null)
                .forEach(loop.speech()::leave));
        await(
                TimeUnit.SECONDS.toNanos(5),
                () -> clients.stream().allMatch(client -> client.isDeaf() || client.end() != null));
        onLoops(loop -> clients.stream()
                .filter(client -> loop(client) == loop && client.end() == null)
                .forEach(client -> client.over("it left")));
        loops.forEach(Loop::close);
    }
}
