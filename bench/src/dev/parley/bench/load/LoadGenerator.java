package dev.parley.bench.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Sends messages from a pool of clients, and measures their delivery.
 *
 * <p>In an open loop each message is sent when it is due, even if the server is slow, and its latency counts from the
 * due time. In a closed loop each sender has a fixed number of messages in flight, and sends the next one when it
 * receives a receipt. Used by one thread.
 */
public final class LoadGenerator {

    /** The most time to wait for outstanding messages after the last one was sent. */
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(15);

    /** The time without a delivery or receipt after which outstanding messages count as lost. */
    private static final Duration DRAIN_IDLE_TIMEOUT = Duration.ofSeconds(3);

    private static final long DRAIN_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long START_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long MIN_PARK_NANOS = 20_000;
    private static final long MAX_LATENCY_MICROS = TimeUnit.MINUTES.toMicros(5);

    private final ClientPool pool;
    private final CpuMeter cpu;

    /**
     * @param pool a pool whose clients have joined
     */
    public LoadGenerator(ClientPool pool, CpuMeter cpu) {
        this.pool = pool;
        this.cpu = cpu;
    }

    /** Sends messages at a constant rate; the senders take turns. */
    public LoadResult openLoop(LoadProfile profile, boolean receipts) {
        int messages = profile.messages();
        LoadRun run = pool.startRun(messages);
        run.setMeasured(profile.warmupMessages(), messages);
        run.schedule(System.nanoTime() + START_DELAY_NANOS, profile.intervalNanos());
        MessageTemplate[] templates = pool.templates(receipts);
        Histogram sendDelay = new Histogram(MAX_LATENCY_MICROS, 3);

        send(run, templates, 0, profile.warmupMessages(), sendDelay);
        Snapshot before = snapshot();
        send(run, templates, profile.warmupMessages(), messages, sendDelay);
        sleepUntil(run.dueAt(0) + (long) (messages * profile.intervalNanos()));
        Snapshot after = snapshot();
        drain(run, receipts);
        return result(run, before, after, sendDelay, receipts);
    }

    private void send(LoadRun run, MessageTemplate[] templates, int from, int to, Histogram sendDelay) {
        for (int number = from; number < to; number++) {
            sleepUntil(run.dueAt(number));
            int sender = run.sender(number);
            run.countSent(sender);
            sendDelay.recordValue(Math.max(0, System.nanoTime() - run.dueAt(number)) / 1000);
            pool.client(sender).write(templates[sender].fill(run.id(), number));
        }
    }

    /**
     * Sends messages as fast as receipts arrive. Requires a pool with one event loop.
     *
     * @param inFlight the number of unacknowledged messages per sender
     * @param warmupSeconds the time before the measured time
     * @param seconds the measured time
     * @param maxMessages the most messages of all senders together
     */
    public LoadResult closedLoop(int inFlight, double warmupSeconds, double seconds, int maxMessages) {
        LoadRun run = pool.startRun(maxMessages);
        MessageTemplate[] templates = pool.templates(true);
        pool.runOnLoops(loop -> {
            loop.metrics().setReceiptListener((client, number) -> sendNext(run, templates, client.number()));
            for (int i = 0; i < inFlight; i++) {
                for (int sender = 0; sender < templates.length; sender++) {
                    sendNext(run, templates, sender);
                }
            }
        });
        ClientPool.sleep((long) (warmupSeconds * 1e9));
        Snapshot before = snapshot();
        ClientPool.sleep((long) (seconds * 1e9));
        Snapshot after = snapshot();
        pool.runOnLoops(loop -> loop.metrics().setReceiptListener(LoopMetrics::ignoreReceipt));
        drain(run, true);
        return result(run, before, after, new Histogram(3), true);
    }

    /** Sends the next message of the sender, with the number that {@link LoadRun#sender} assigns to it. */
    private void sendNext(LoadRun run, MessageTemplate[] templates, int sender) {
        int number = sender + templates.length * run.sent(sender);
        if (number < run.maxMessages()) {
            run.countSent(sender);
            run.setDueAt(number, System.nanoTime());
            pool.client(sender).write(templates[sender].fill(run.id(), number));
        }
    }

    private record Snapshot(long nanoTime, long deliveries, long receipts, long serverCpuMicros, long loadCpuMicros) {}

    private Snapshot snapshot() {
        return new Snapshot(
                System.nanoTime(), pool.deliveries(), pool.receipts(), cpu.serverCpuMicros(), cpu.loadCpuMicros());
    }

    /** Waits until all messages and receipts are received, or until a timeout expires. */
    private void drain(LoadRun run, boolean receipts) {
        long expected = pool.clients().stream()
                .filter(client -> !client.isStalled())
                .mapToLong(client -> expected(run, client))
                .sum();
        long deadline = System.nanoTime() + DRAIN_TIMEOUT.toNanos();
        long lastCount = -1;
        long lastProgress = System.nanoTime();
        while (pool.deliveries() < expected || (receipts && pool.receipts() < run.sent())) {
            long now = System.nanoTime();
            long count = pool.deliveries() + pool.receipts();
            if (count != lastCount) {
                lastCount = count;
                lastProgress = now;
            }
            if (now > deadline || now - lastProgress > DRAIN_IDLE_TIMEOUT.toNanos()) {
                return;
            }
            ClientPool.sleep(DRAIN_POLL_NANOS);
        }
    }

    private int expected(LoadRun run, Client client) {
        return run.sentInRoom(client.room(), pool.echoesOwnMessages() ? -1 : client.number());
    }

    private LoadResult result(LoadRun run, Snapshot before, Snapshot after, Histogram sendDelay, boolean receipts) {
        Histogram latency = new Histogram(MAX_LATENCY_MICROS, 3);
        Histogram receiptLatency = new Histogram(MAX_LATENCY_MICROS, 3);
        pool.runOnLoops(loop -> {
            latency.add(loop.metrics().latency());
            receiptLatency.add(loop.metrics().receiptLatency());
        });
        return new LoadResult(
                run.sent(),
                (after.nanoTime() - before.nanoTime()) / 1e9,
                after.deliveries() - before.deliveries(),
                after.receipts() - before.receipts(),
                after.serverCpuMicros() - before.serverCpuMicros(),
                after.loadCpuMicros() - before.loadCpuMicros(),
                percentiles(latency),
                percentiles(receiptLatency),
                percentiles(sendDelay),
                DeliveryCheck.faults(run, pool, client -> expected(run, client), receipts));
    }

    private static LoadResult.Percentiles percentiles(Histogram micros) {
        return new LoadResult.Percentiles(
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(90) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getValueAtPercentile(99.9) / 1e3,
                micros.getMaxValue() / 1e3);
    }

    private static void sleepUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(Math.max(MIN_PARK_NANOS, left));
        }
    }
}
