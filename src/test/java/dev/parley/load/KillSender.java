package dev.parley.load;

import dev.parley.integration.DeliveryLedger;
import dev.parley.integration.ServerProcess;
import dev.parley.stomp.Frame;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends at a fixed rate and records each receipt. After a reconnect it first resends the messages without a receipt,
 * and the last ones with a receipt. Confined to one thread at a time.
 */
final class KillSender {

    private static final int AGAIN = 20;
    private static final int MOST_UNCONFIRMED = 500;

    private final TestTransport.Kind kind;
    private final String name;
    private final long pause;
    private final DeliveryLedger deliveryLedger;
    private final AtomicLong receipts;
    private final Map<String, TestMessage> unconfirmed = new LinkedHashMap<>();
    private final Deque<TestMessage> confirmed = new ArrayDeque<>();
    private String token = "";
    private int next;

    KillSender(TestTransport.Kind kind, String name, int aSecond, DeliveryLedger deliveryLedger, AtomicLong receipts) {
        this.kind = kind;
        this.name = name;
        this.pause = Duration.ofSeconds(1).toNanos() / aSecond;
        this.deliveryLedger = deliveryLedger;
        this.receipts = receipts;
    }

    /**
     * Sends until the server is killed; or, if it sends no new messages, until all have a receipt.
     *
     * @return whether all have a receipt
     */
    boolean send(ServerProcess server, boolean more) {
        try (LoadClient loadClient = LoadClient.logIn(kind, server, name, token)) {
            token = loadClient.token();
            loadClient.join("lobby", "replay", "0");
            for (TestMessage testMessage : List.copyOf(unconfirmed.values())) {
                loadClient.publish("lobby", testMessage);
            }
            for (TestMessage testMessage : List.copyOf(confirmed)) {
                unconfirmed.put(testMessage.reference(), testMessage);
                loadClient.publish("lobby", testMessage);
            }
            long due = System.nanoTime();
            while (!loadClient.isClosedAndDrained() && (more || !unconfirmed.isEmpty())) {
                while (more && due <= System.nanoTime() && unconfirmed.size() < MOST_UNCONFIRMED) {
                    TestMessage testMessage = new TestMessage(name, next++);
                    unconfirmed.put(testMessage.reference(), testMessage);
                    loadClient.publish("lobby", testMessage);
                    due += pause;
                }
                onFrame(loadClient.poll(Duration.ofNanos(Math.max(0, due - System.nanoTime()))));
            }
            for (Frame frame = loadClient.poll(Duration.ZERO); frame != null; frame = loadClient.poll(Duration.ZERO)) {
                onFrame(frame);
            }
        } catch (UncheckedIOException | LoadClient.ServerUnavailableException ignored) {
            return false;
        }
        return unconfirmed.isEmpty();
    }

    private void onFrame(@Nullable Frame frame) {
        if (frame == null || !LoadClient.isReceipt(frame)) {
            return;
        }
        TestMessage testMessage =
                unconfirmed.remove(String.valueOf(frame.headers().get("receipt-id")));
        Position place = LoadClient.receiptPosition(frame);
        if (testMessage != null) {
            deliveryLedger.acknowledge(RoomName.LOBBY, place, testMessage.text());
            confirmed.add(testMessage);
            if (confirmed.size() > AGAIN) {
                confirmed.remove();
            }
            receipts.incrementAndGet();
        }
    }
}
