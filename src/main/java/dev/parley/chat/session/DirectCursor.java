package dev.parley.chat.session;

import dev.parley.chat.room.DirectMessage;
import dev.parley.chat.room.DirectMessageStore;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.Scheduler;
import dev.parley.chat.room.Subscriber;
import dev.parley.text.Position;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the direct messages of a user for one session, and passes each to the subscriber once and in order, as fast as
 * the connection accepts them. Reads the store when woken, one page at a time; what is stored meanwhile is read after it.
 *
 * <p>Thread-safe; nothing blocks. The state is confined to the steps, which run one after the other on the threads that
 * call.
 */
final class DirectCursor {

    private static final Logger LOG = LoggerFactory.getLogger(DirectCursor.class);

    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

    private final DirectMessageStore store;
    private final Scheduler scheduler;
    private final String userId;
    private final Subscriber subscriber;

    private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();
    private final AtomicInteger stepCount = new AtomicInteger();
    private volatile boolean closed;

    // Confined to the steps.
    private final Queue<DirectMessage> page = new ArrayDeque<>();
    private List<CompletableFuture<?>> woken = new ArrayList<>();
    private List<CompletableFuture<?>> served = new ArrayList<>();
    private @Nullable Position position;
    private boolean pageIsFull;
    private boolean busy = true; // until the start
    private boolean failing;

    /** Creates a cursor that reads nothing before {@link #start}. */
    DirectCursor(DirectMessageStore store, Scheduler scheduler, String userId, Subscriber subscriber) {
        this.store = store;
        this.scheduler = scheduler;
        this.userId = userId;
        this.subscriber = subscriber;
    }

    /**
     * Starts with the kept messages that were requested: at most {@link DirectMessageStore#MAX_REPLAY}, and all of them if
     * a position is unknown. Called once.
     *
     * @return completes when these messages are passed on; fails if they cannot be read
     */
    CompletionStage<?> start(ReplayFrom replayFrom) {
        CompletableFuture<Void> replayed = new CompletableFuture<>();
        store.after(userId, null, DirectMessageStore.MAX_REPLAY)
                .whenComplete((kept, failure) -> run(() -> {
                    if (failure == null) {
                        served.add(replayed);
                        onPage(requested(kept, replayFrom), kept.until(), false);
                    } else {
                        close();
                        replayed.completeExceptionally(failure);
                    }
                }));
        return replayed;
    }

    private static List<DirectMessage> requested(DirectMessageStore.Page kept, ReplayFrom replayFrom) {
        List<DirectMessage> messages = kept.messages();
        if (replayFrom instanceof ReplayFrom.Last last) {
            return messages.subList(Math.max(0, messages.size() - last.messages()), messages.size());
        }
        Position after = ((ReplayFrom.After) replayFrom).position();
        boolean unknown = after.isAfter(kept.until());
        return messages.stream()
                .filter(message -> unknown || message.position().isAfter(after))
                .toList();
    }

    /**
     * Reads what was stored before this call.
     *
     * @return completes when that is passed on, or cannot be read now, which is tried again later
     */
    CompletionStage<?> wake() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        run(() -> {
            woken.add(done);
            proceed();
        });
        return done;
    }

    /** Ends the deliveries. */
    void close() {
        closed = true;
        run(this::proceed);
    }

    /** Runs a step after all earlier ones, on this thread or on the one that runs those. */
    private void run(Runnable step) {
        steps.add(step);
        if (stepCount.getAndIncrement() == 0) {
            do {
                steps.remove().run();
            } while (stepCount.decrementAndGet() > 0);
        }
    }

    private void proceed() {
        if (closed) {
            page.clear();
            complete(served);
            complete(woken);
        } else if (!busy) {
            DirectMessage next = page.poll();
            if (next != null) {
                busy = true;
                subscriber.onDirectMessage(next);
                subscriber.whenWritable(() -> run(this::onWritable));
            } else if (pageIsFull) {
                read();
            } else {
                complete(served);
                if (!woken.isEmpty()) {
                    served = woken;
                    woken = new ArrayList<>();
                    read();
                }
            }
        }
    }

    private void onWritable() {
        busy = false;
        proceed();
    }

    private void read() {
        busy = true;
        int limit = DirectMessageStore.MAX_REPLAY;
        store.after(userId, position, limit)
                .whenComplete((read, failure) -> run(() -> {
                    if (failure == null) {
                        onPage(read.messages(), read.until(), read.messages().size() == limit);
                    } else {
                        onFailure(failure);
                    }
                }));
    }

    private void onPage(List<DirectMessage> messages, Position until, boolean full) {
        page.addAll(messages);
        position = until;
        pageIsFull = full;
        failing = false;
        busy = false;
        proceed();
    }

    /** Stays busy until the next attempt; completes what waits for this one. */
    private void onFailure(Throwable failure) {
        if (!failing) {
            failing = true;
            LOG.warn("Direct messages could not be read; it is tried again every second.", failure);
        }
        complete(served);
        complete(woken);
        scheduler.schedule(
                TRY_AGAIN,
                () -> run(() -> {
                    if (!closed) {
                        read();
                    }
                }));
    }

    private static void complete(List<CompletableFuture<?>> waiting) {
        waiting.forEach(one -> one.complete(null));
        waiting.clear();
    }
}
