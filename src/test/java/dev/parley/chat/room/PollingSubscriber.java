package dev.parley.chat.room;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Polls its cursors on an executor, like a transport, and records what it receives. Thread-safe. */
public final class PollingSubscriber implements Subscriber {

    private final List<RoomEvent> events = new ArrayList<>(); // guarded by this
    private final List<Message> messages = new ArrayList<>(); // guarded by this
    private final List<DirectMessage> directMessages = new ArrayList<>(); // guarded by this
    private final List<String> notices = new ArrayList<>(); // guarded by this
    private final SerialBatchExecutor<Cursor> reads;
    private final Consumer<RoomEvent> listener;
    private volatile @Nullable DisconnectReason disconnectReason;

    public PollingSubscriber(Executor executor, Scheduler scheduler) {
        this(executor, scheduler, event -> {});
    }

    /** Creates a subscriber; {@code listener} receives each event, one after the other. */
    public PollingSubscriber(Executor executor, Scheduler scheduler, Consumer<RoomEvent> listener) {
        this.listener = listener;
        this.reads = new SerialBatchExecutor<>(executor, scheduler, Duration.ZERO, this::read);
    }

    private CompletionStage<Integer> read(List<Cursor> woken) {
        for (Cursor cursor : woken) {
            for (List<Delivery> some = cursor.poll(64); !some.isEmpty(); some = cursor.poll(64)) {
                some.forEach(this::add);
            }
        }
        return CompletableFuture.completedFuture(0);
    }

    private synchronized void add(Delivery delivery) {
        listener.accept(delivery.event());
        if (delivery.event() instanceof RoomEvent.Said said) {
            messages.add(said.message());
        } else {
            events.add(delivery.event());
        }
    }

    /** Returns the number of messages. */
    public synchronized int count() {
        return messages.size();
    }

    public synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    /** Returns the events of a type, without messages. */
    public synchronized <T extends RoomEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public synchronized List<DirectMessage> directMessages() {
        return List.copyOf(directMessages);
    }

    public synchronized List<String> notices() {
        return List.copyOf(notices);
    }

    /** Returns the reason of the disconnect; null while connected. */
    public @Nullable DisconnectReason disconnectReason() {
        return disconnectReason;
    }

    @Override
    public void wake(Cursor cursor) {
        reads.submit(cursor);
    }

    @Override
    public synchronized void onDirectMessage(DirectMessage message) {
        directMessages.add(message);
    }

    @Override
    public synchronized void onNotice(String sentence) {
        notices.add(sentence);
    }

    @Override
    public void disconnect(DisconnectReason reason) {
        disconnectReason = reason;
    }
}
