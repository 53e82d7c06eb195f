package dev.parley.bench.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjIntConsumer;
import org.HdrHistogram.Histogram;

/**
 * Counts deliveries and receipts of one event loop, and records their latencies. Confined to the thread of the loop,
 * except {@link #deliveries} and {@link #receipts}, which any thread may call.
 */
final class LoopMetrics {

    private static final long MAX_LATENCY_MICROS = TimeUnit.MINUTES.toMicros(5);

    private final Histogram latency = new Histogram(MAX_LATENCY_MICROS, 3);
    private final Histogram receiptLatency = new Histogram(MAX_LATENCY_MICROS, 3);
    private final AtomicLong publishedDeliveries = new AtomicLong();
    private final AtomicLong publishedReceipts = new AtomicLong();
    private ObjIntConsumer<Client> receiptListener = LoopMetrics::ignoreReceipt;
    private long deliveries;
    private long receipts;

    /**
     * Records a message. Before the first run, only probe messages count.
     *
     * @param text the index of the {@link MessageText}
     * @param seq the sequence number that the server assigned, or -1 if it assigns none
     * @param now the time of the read, by {@link System#nanoTime}
     */
    void recordMessage(Client client, byte[] bytes, int text, long seq, long now) {
        ReceivedMessages received = client.receivedMessages();
        if (received == null) {
            if (MessageText.readNumber(bytes, text, 0) == MessageText.PROBE) {
                client.markVerified();
            }
            return;
        }
        int number = (int) MessageText.readNumber(bytes, text, received.run().id());
        if (number < 0 || number >= received.run().maxMessages()) {
            return;
        }
        if (received.add(number, seq)) {
            deliveries++;
            if (received.run().isMeasured(number)) {
                record(latency, now - received.run().dueAt(number));
            }
        }
    }

    /**
     * Records a receipt.
     *
     * @param number the number of the acknowledged message
     * @param now the time of the read, by {@link System#nanoTime}
     */
    void recordReceipt(Client client, int number, long now) {
        ReceivedMessages received = client.receivedMessages();
        if (received == null || number >= received.run().maxMessages()) {
            return;
        }
        receipts++;
        if (received.run().isMeasured(number)) {
            record(receiptLatency, now - received.run().dueAt(number));
        }
        receiptListener.accept(client, number);
    }

    /** The receipt listener that does nothing. */
    static void ignoreReceipt(Client client, int number) {}

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.min(Math.max(nanos, 0) / 1000, MAX_LATENCY_MICROS));
    }

    /** Sets the listener, which is called on the loop with the sender and the number of each acknowledged message. */
    void setReceiptListener(ObjIntConsumer<Client> listener) {
        receiptListener = listener;
    }

    /** Resets everything for the next run. */
    void reset() {
        latency.reset();
        receiptLatency.reset();
        receiptListener = LoopMetrics::ignoreReceipt;
        deliveries = 0;
        receipts = 0;
        publish();
    }

    /** Makes the current counts visible to other threads. */
    void publish() {
        publishedDeliveries.lazySet(deliveries);
        publishedReceipts.lazySet(receipts);
    }

    /** Returns the number of messages that the clients of the loop received in this run, without duplicates. */
    long deliveries() {
        return publishedDeliveries.get();
    }

    /** Returns the number of receipts that the clients of the loop received in this run. */
    long receipts() {
        return publishedReceipts.get();
    }

    /** Returns the times from when a message was due until it was received, in microseconds. */
    Histogram latency() {
        return latency;
    }

    /** Returns the times from when a message was due until its receipt was received, in microseconds. */
    Histogram receiptLatency() {
        return receiptLatency;
    }
}
