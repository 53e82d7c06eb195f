package dev.parley.bench.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Lets a crowd talk and tells what came of it. Open: each message is sent when it is due, however the server is doing,
 * and its latency counts from when it was due. Closed: everybody has so many messages waiting for their receipts, and
 * sends the next when one comes.
 */
public final class Talk {

    private static final Duration DRAINED_WITHIN = Duration.ofSeconds(15);
    private static final Duration NOTHING_MORE = Duration.ofSeconds(3);
    private static final long SHORTEST_PARK_NANOS = 20_000;

    private final Crowd crowd;
    private final Meter meter;

    /** With everybody in. */
    public Talk(Crowd crowd, Meter meter) {
        this.crowd = crowd;
        this.meter = meter;
    }

    /** So many messages a second, evenly, by everybody who speaks in turn. */
    public Outcome open(Pace pace, boolean receipts) {
        int messages = pace.messages();
        Run run = crowd.beginRun(messages);
        run.window(pace.leading(), messages);
        run.schedule(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50), pace.nanosBetween());
        Phrase[] phrases = crowd.phrases(receipts);
        Histogram lateness = new Histogram(TimeUnit.MINUTES.toMicros(5), 3);

        say(run, phrases, 0, pace.leading(), lateness);
        Reading before = read();
        say(run, phrases, pace.leading(), messages, lateness);
        sleepUntil(run.due(0) + (long) (messages * pace.nanosBetween()));
        Reading after = read();
        drain(run, receipts);
        return outcome(run, before, after, lateness, receipts);
    }

    private void say(Run run, Phrase[] phrases, int from, int until, Histogram lateness) {
        for (int number = from; number < until; number++) {
            sleepUntil(run.due(number));
            int speaker = run.speaker(number);
            run.say(speaker);
            lateness.recordValue(Math.max(0, System.nanoTime() - run.due(number)) / 1000);
            crowd.client(speaker).write(phrases[speaker].saying(run.id(), number));
        }
    }

    /** As fast as receipts come, with so many of each speaker under way; needs a crowd on one loop. */
    public Outcome closed(int window, double lead, double seconds, int most) {
        Run run = crowd.beginRun(most);
        Phrase[] phrases = crowd.phrases(true);
        crowd.onLoops(loop -> {
            loop.tally().onReceipt((client, number) -> next(run, phrases, client.number()));
            for (int i = 0; i < window; i++) {
                for (int speaker = 0; speaker < phrases.length; speaker++) {
                    next(run, phrases, speaker);
                }
            }
        });
        Crowd.rest((long) (lead * 1e9));
        Reading before = read();
        Crowd.rest((long) (seconds * 1e9));
        Reading after = read();
        crowd.onLoops(loop -> loop.tally().onReceipt(Tally::ignore));
        drain(run, true);
        return outcome(run, before, after, new Histogram(3), true);
    }

    /** The next message of this speaker: numbers are its own, so that their order is known. */
    private void next(Run run, Phrase[] phrases, int speaker) {
        int number = speaker + phrases.length * run.said(speaker);
        if (number < run.most()) {
            run.say(speaker);
            run.dueNow(number, System.nanoTime());
            crowd.client(speaker).write(phrases[speaker].saying(run.id(), number));
        }
    }

    private record Reading(long at, long deliveries, long receipts, long server, long own) {}

    private Reading read() {
        return new Reading(
                System.nanoTime(), crowd.deliveries(), crowd.receipts(), meter.serverMicros(), meter.ownMicros());
    }

    /** Waits until everything is heard, or nothing more comes. */
    private void drain(Run run, boolean receipts) {
        long expected = crowd.clients().stream()
                .filter(client -> !client.isDeaf())
                .mapToLong(client -> expected(run, client))
                .sum();
        long end = System.nanoTime() + DRAINED_WITHIN.toNanos();
        long last = -1;
        long lastAt = System.nanoTime();
        while (crowd.deliveries() < expected || (receipts && crowd.receipts() < run.sent())) {
            long now = System.nanoTime();
            long all = crowd.deliveries() + crowd.receipts();
            if (all != last) {
                last = all;
                lastAt = now;
            }
            if (now > end || now - lastAt > NOTHING_MORE.toNanos()) {
                return;
            }
            Crowd.rest(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    private int expected(Run run, Client client) {
        return run.expected(client.room(), crowd.echoes() ? -1 : client.number());
    }

    private Outcome outcome(Run run, Reading before, Reading after, Histogram lateness, boolean receipts) {
        Histogram latency = new Histogram(TimeUnit.MINUTES.toMicros(5), 3);
        Histogram receiptLatency = new Histogram(TimeUnit.MINUTES.toMicros(5), 3);
        crowd.onLoops(loop -> {
            latency.add(loop.tally().latency());
            receiptLatency.add(loop.tally().receiptLatency());
        });
        return new Outcome(
                run.sent(),
                (after.at() - before.at()) / 1e9,
                after.deliveries() - before.deliveries(),
                after.receipts() - before.receipts(),
                after.server() - before.server(),
                after.own() - before.own(),
                quantiles(latency),
                quantiles(receiptLatency),
                quantiles(lateness),
                Findings.of(run, crowd, client -> expected(run, client), receipts));
    }

    private static Outcome.Quantiles quantiles(Histogram micros) {
        return new Outcome.Quantiles(
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(90) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getValueAtPercentile(99.9) / 1e3,
                micros.getMaxValue() / 1e3);
    }

    private static void sleepUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(Math.max(SHORTEST_PARK_NANOS, left));
        }
    }
}
