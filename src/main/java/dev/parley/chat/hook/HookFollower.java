package dev.parley.chat.hook;

import dev.parley.chat.room.Cursor;
import dev.parley.chat.room.Delivery;
import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.LogEntry;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.RoomEvent;
import dev.parley.chat.room.Subscriber;
import dev.parley.text.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log of a room for one hook: sends one entry at a time, in order, and an entry that was not accepted again. A
 * cursor in the room tells that there are entries; they are read from the history, so that an entry is sent as it is now, and
 * none is kept while the address does not answer. Thread-safe; no method blocks.
 *
 * <p>The work is a sequence of passes, of which one runs at a time. A signal begins one, or has the running one followed by
 * another.
 */
final class HookFollower implements Subscriber {

    private static final Logger LOG = LoggerFactory.getLogger(HookFollower.class);

    private static final int ROWS = 50;
    private static final int DELIVERIES = 64;

    /** The failures since the start of the process without which a hook stays enabled: the server may have been down. */
    private static final int LEAST_FAILURES = 10;

    private static final Duration UNTIL_DISABLED = Duration.ofDays(1);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final CompletionStage<Boolean> DONE = CompletableFuture.completedFuture(false);
    private static final CompletionStage<Boolean> MORE = CompletableFuture.completedFuture(true);

    private final Hook hook;
    private final HookDeliveries deliveries;
    private final AtomicInteger signals = new AtomicInteger();
    private final AtomicBoolean isUnsaved = new AtomicBoolean();
    private @Nullable Cursor cursor; // guarded by this
    private volatile boolean isWaiting; // for the next attempt
    private volatile boolean isStopped;
    private volatile HookProgress progress;
    private volatile long head;
    private int failures; // confined to the pass

    HookFollower(Hook hook, HookDeliveries deliveries) {
        this.hook = hook;
        this.deliveries = deliveries;
        this.progress = hook.progress();
        this.head = progress.position().seq();
    }

    Hook hook() {
        return hook;
    }

    /** Follows a room from now on, instead of one of the same name that was closed. */
    void attach(Room room) {
        synchronized (this) {
            if (isStopped || (cursor != null && cursor.room() == room)) {
                return;
            }
            detach();
            cursor = room.subscribe(this, new ReplayFrom.Last(0));
        }
        signal();
    }

    /** Stops to follow a room that is closed. */
    synchronized void detach() {
        Cursor attached = cursor;
        cursor = null;
        if (attached != null) {
            attached.room().unsubscribe(attached);
        }
    }

    /** Ends the work; an attempt that runs may still be made. */
    void stop() {
        isStopped = true;
        detach();
    }

    /** Returns the entries of the room after the position of the hook. */
    long lag() {
        return Math.max(0, head - progress.position().seq());
    }

    /** Returns the progress if it was not taken yet; null otherwise. */
    @Nullable
    HookProgress takeUnsaved() {
        return isUnsaved.getAndSet(false) ? progress : null;
    }

    /** Has the progress taken again, as it could not be stored. */
    void markUnsaved() {
        isUnsaved.set(true);
    }

    /** Begins a pass soon. */
    void signal() {
        if (signals.getAndIncrement() == 0) {
            deliveries.execute(this::run);
        }
    }

    private void run() {
        int seen = signals.get();
        DONE.thenCompose(begun -> pass())
                .exceptionally(failure -> {
                    LOG.warn("The messages for hook {} cannot be read; it is tried again.", hook.id(), failure);
                    retryAfter(RETRY);
                    return false;
                })
                .thenAccept(more -> {
                    if (more) {
                        signals.incrementAndGet();
                    }
                    if (signals.addAndGet(-seen) != 0) {
                        deliveries.execute(this::run);
                    }
                });
    }

    private boolean mayWork() {
        return !isStopped && deliveries.isOwner();
    }

    private CompletionStage<Boolean> pass() {
        readHead();
        if (isWaiting || !mayWork()) {
            return DONE;
        }
        return deliveries.history().heads(List.of(hook.room())).thenCompose(heads -> {
            Position end = heads.get(hook.room());
            return end == null ? DONE : follow(end);
        });
    }

    /** Takes what the cursor has, so that it wakes this again. */
    private void readHead() {
        Cursor attached;
        synchronized (this) {
            attached = cursor;
        }
        List<Delivery> taken = List.of();
        do {
            taken = attached == null ? List.of() : attached.poll(DELIVERIES);
            for (Delivery delivery : taken) {
                if (delivery.event() instanceof RoomEvent.Logged logged) {
                    head = logged.entry().position().seq();
                }
            }
        } while (taken.size() >= DELIVERIES);
    }

    private CompletionStage<Boolean> follow(Position end) {
        head = end.seq();
        if (!end.epoch().equals(progress.position().epoch())) {
            moveTo(new Position(end.epoch(), 0)); // the room was deleted, and created again
        }
        long after = progress.position().seq();
        if (end.seq() <= after) {
            return DONE;
        }
        return deliveries.history().after(hook.room(), after, end.seq(), ROWS).thenCompose(page -> {
            if (page.isEmpty()) {
                moveTo(end); // the entries have expired
                return MORE;
            }
            logGap(after, page);
            return deliver(page.entries().iterator());
        });
    }

    private void logGap(long after, MessageHistory.Page page) {
        long first = page.entries().get(0).position().seq();
        if (after > 0 && first > after + 1) {
            LOG.warn(
                    "{} messages of room {} have expired before hook {} could deliver them.",
                    first - after - 1,
                    hook.room(),
                    hook.id());
        }
    }

    /** Sends the entries one after another; completes with whether to read more. */
    private CompletionStage<Boolean> deliver(Iterator<? extends LogEntry> entries) {
        while (entries.hasNext()) {
            LogEntry entry = entries.next();
            if (!entry.position().epoch().equals(progress.position().epoch())) {
                return MORE; // the room was deleted in between
            }
            if (hook.wants(entry)) {
                return mayWork()
                        ? deliveries
                                .sender()
                                .send(hook, entry)
                                .thenComposeAsync(
                                        attempt -> isAccepted(entry, attempt) ? deliver(entries) : DONE,
                                        deliveries::execute)
                        : DONE;
            }
            moveTo(entry.position());
        }
        return MORE;
    }

    /** Moves on without a delivery. */
    private void moveTo(Position position) {
        set(progress.at(position));
    }

    private void set(HookProgress next) {
        progress = next;
        isUnsaved.set(true);
    }

    private boolean isAccepted(LogEntry entry, HookSender.Attempt attempt) {
        if (attempt instanceof HookSender.Failed failed) {
            onFailure(failed.reason());
            return false;
        }
        failures = 0;
        deliveries.metrics().hookDelivered();
        set(HookProgress.after(hook.id(), entry.position()));
        return true;
    }

    private void onFailure(String reason) {
        failures++;
        deliveries.metrics().hookFailed();
        Instant now = deliveries.now();
        Instant since = progress.failingSince() == null ? now : progress.failingSince();
        boolean isLast =
                failures >= LEAST_FAILURES && !since.plus(UNTIL_DISABLED).isAfter(now);
        set(new HookProgress(hook.id(), progress.position(), since, reason, !isLast));
        if (isLast) {
            stop();
            deliveries.onDisabled(this, progress);
        } else {
            LOG.debug("Hook {} has failed {} times: {}", hook.id(), failures, reason);
            retryAfter(deliveries.retryDelay().after(failures));
        }
    }

    private void retryAfter(Duration delay) {
        isWaiting = true;
        deliveries.schedule(delay, () -> {
            isWaiting = false;
            signal();
        });
    }

    @Override
    public void wake(Cursor woken) {
        signal();
    }

    @Override
    public void onDirectMessage(DirectMessage message) {
        // A hook is no user.
    }

    /** Follows the room again later: it could not be read. */
    @Override
    public void disconnect(DisconnectReason reason) {
        Room room;
        synchronized (this) {
            room = cursor == null ? null : cursor.room();
        }
        if (room != null) {
            detach();
            deliveries.schedule(RETRY, () -> deliveries.attach(this));
        }
    }
}
