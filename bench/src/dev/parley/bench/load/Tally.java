package dev.parley.bench.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjIntConsumer;
import org.HdrHistogram.Histogram;

/** What one loop has counted. Confined to its thread, but for the sums it publishes. */
final class Tally {

    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(5);

    private final Histogram latency = new Histogram(LONGEST_MICROS, 3);
    private final Histogram receiptLatency = new Histogram(LONGEST_MICROS, 3);
    private final AtomicLong deliveries = new AtomicLong();
    private final AtomicLong receipts = new AtomicLong();
    private ObjIntConsumer<Client> receipted = Tally::ignore;
    private long heard;
    private long acknowledged;

    /** A message was heard; seq is -1 if the server gives none. */
    void heard(Client client, byte[] bytes, int text, long seq, long now) {
        Hearing hearing = client.hearing();
        if (hearing == null) {
            if (Text.read(bytes, text, 0) == Text.PROBE) {
                client.prove();
            }
            return;
        }
        int number = (int) Text.read(bytes, text, hearing.run().id());
        if (number < 0 || number >= hearing.run().most()) {
            return;
        }
        if (hearing.hear(number, seq)) {
            heard++;
            if (hearing.run().counts(number)) {
                record(latency, now - hearing.run().due(number));
            }
        }
    }

    /** The server says that a message is stored. */
    void receipt(Client client, int number, long now) {
        Hearing hearing = client.hearing();
        if (hearing == null || number >= hearing.run().most()) {
            return;
        }
        acknowledged++;
        if (hearing.run().counts(number)) {
            record(receiptLatency, now - hearing.run().due(number));
        }
        receipted.accept(client, number);
    }

    /** Nobody waits for this receipt. */
    static void ignore(Client client, int number) {}

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.min(Math.max(nanos, 0) / 1000, LONGEST_MICROS));
    }

    /** Is told of each receipt, on the loop. To be set on the loop. */
    void onReceipt(ObjIntConsumer<Client> listener) {
        receipted = listener;
    }

    /** A new run begins. To be called on the loop. */
    void clear() {
        latency.reset();
        receiptLatency.reset();
        receipted = Tally::ignore;
        heard = 0;
        acknowledged = 0;
        publish();
    }

    /** Lets other threads see the sums. */
    void publish() {
        deliveries.lazySet(heard);
        receipts.lazySet(acknowledged);
    }

    /** Messages heard in this run, each by each client once; any thread. */
    long deliveries() {
        return deliveries.get();
    }

    /** Receipts in this run; any thread. */
    long receipts() {
        return receipts.get();
    }

    /** From when a message was due until it was heard, in microseconds; when the loop rests. */
    Histogram latency() {
        return latency;
    }

    /** From when a message was due until its receipt came, in microseconds; when the loop rests. */
    Histogram receiptLatency() {
        return receiptLatency;
    }
}
