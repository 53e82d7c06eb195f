package dev.parley.chat.room;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The drafts of a room that were not passed to the storage. While the storage does not answer a round, those that have waited
 * for almost 2 s are refused, which is correct because nothing can have stored them. Time is counted in ticks, which a timer
 * makes while drafts wait. Public methods are thread-safe; none blocks.
 */
final class WaitingPosts {

    private static final Duration TICK = Duration.ofMillis(375);

    /** The ticks after which a draft is refused: it has waited for more than 4 intervals and at most 5. */
    private static final int MOST_TICKS = 5;

    private static final long IDLE = -1;

    private final Scheduler scheduler;
    private final StorageHealth storageHealth;
    private final Queue<RoomTask.Post> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean ticking = new AtomicBoolean();
    private volatile long ticks; // written by the timer, which runs once at a time
    private volatile long asked = IDLE; // the tick at which the storage was asked; written in a round

    WaitingPosts(Scheduler scheduler, StorageHealth storageHealth) {
        this.scheduler = scheduler;
        this.storageHealth = storageHealth;
    }

    /** Adds a draft, which waits from now on, and returns it. */
    RoomTask.Post add(RoomTask.Post post) {
        post.waitFrom(ticks);
        waiting.add(post);
        tickLater();
        return post;
    }

    /** Returns whether a round waits for the storage. */
    boolean isAsking() {
        return asked != IDLE;
    }

    /** Begins a round. Called in it. */
    void begin() {
        asked = ticks;
    }

    /** Ends a round. Called in it. */
    void end() {
        asked = IDLE;
    }

    /**
     * Returns the tasks of a round without the drafts that were refused. The other drafts cannot be refused here from now on.
     * While the storage is known to have failed, drafts that have waited are refused, so that none waits twice.
     */
    List<RoomTask> take(List<RoomTask> arrived) {
        Optional<Refusal> problem = storageHealth.problem();
        List<RoomTask> taken = new ArrayList<>(arrived.size());
        for (RoomTask roomTask : arrived) {
            if (!(roomTask instanceof RoomTask.Post post)) {
                taken.add(roomTask);
            } else if (post.take()) {
                if (problem.isPresent() && ticks > post.waitsFrom()) {
                    post.refuse(problem.get());
                } else {
                    taken.add(post);
                }
            }
        }
        forgetTaken();
        return taken;
    }

    private void forgetTaken() {
        for (RoomTask.Post first = waiting.peek(); first != null && first.isTaken(); first = waiting.peek()) {
            waiting.remove(first);
        }
    }

    private void tickLater() {
        if (!waiting.isEmpty() && ticking.compareAndSet(false, true)) {
            scheduler.schedule(TICK, this::tick);
        }
    }

    private void tick() {
        long now = ticks + 1;
        ticks = now;
        long since = asked;
        if (since != IDLE && now - since >= MOST_TICKS) {
            for (RoomTask.Post post : waiting) {
                if (now - post.waitsFrom() >= MOST_TICKS && post.take()) {
                    post.refuse(storageHealth.problem().orElse(Refusal.storageFailed()));
                }
            }
        }
        forgetTaken();
        ticking.set(false);
        tickLater();
    }
}
