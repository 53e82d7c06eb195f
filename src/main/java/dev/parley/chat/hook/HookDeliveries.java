package dev.parley.chat.hook;

import dev.parley.chat.room.ChatEventListener;
import dev.parley.chat.room.ChatMetrics;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.RoomRegistry;
import dev.parley.chat.room.RoomResources;
import dev.parley.chat.room.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers for all enabled hooks while this node is the one that does, and stores once a second how far they have come.
 * Thread-safe; no method blocks.
 */
final class HookDeliveries implements ChatEventListener {

    private static final Logger LOG = LoggerFactory.getLogger(HookDeliveries.class);

    private static final Duration TICK = Duration.ofSeconds(1);

    /**
     * The time after a successful claim in which no other node can deliver: others end a node at the earliest 3 seconds after
     * the end of its lease, which it had at the time of the claim.
     */
    private static final Duration OWNED = Duration.ofSeconds(3);

    private final HookStore store;
    private final HookSender sender;
    private final RoomResources resources;
    private final RoomRegistry rooms;
    private final ChatMetrics metrics;
    private final Consumer<Hook> disabledListener;
    private final RetryDelay retryDelay = new RetryDelay(Math::random);
    private final AtomicBoolean isAsking = new AtomicBoolean();
    private final AtomicBoolean isSaving = new AtomicBoolean();
    private final Map<Long, HookFollower> followers = new HashMap<>(); // guarded by this; by number
    private Scheduler.@Nullable Task ticks; // guarded by this
    private boolean isReading; // guarded by this
    private boolean isChanged; // guarded by this: the hooks must be read again
    private volatile @Nullable Instant ownedUntil;

    HookDeliveries(
            HookStore store,
            HookSender sender,
            RoomResources resources,
            RoomRegistry rooms,
            ChatMetrics metrics,
            Consumer<Hook> disabledListener) {
        this.store = store;
        this.sender = sender;
        this.resources = resources;
        this.rooms = rooms;
        this.metrics = metrics;
        this.disabledListener = disabledListener;
    }

    /** Begins to deliver, if this node is the one. */
    synchronized void start() {
        ticks = resources.scheduler().scheduleWithFixedDelay(TICK, this::tick);
        tick();
    }

    /** Stops to deliver; completes when the progress is stored. */
    synchronized CompletionStage<?> stop() {
        if (ticks != null) {
            ticks.cancel();
        }
        CompletionStage<?> saved = save();
        ownedUntil = null;
        removeAll();
        return saved;
    }

    /** Does nothing while the storage has not answered the last time, so that no calls gather. */
    private void tick() {
        if (!isAsking.compareAndSet(false, true)) {
            return;
        }
        boolean wasOwner = isOwner();
        Instant asked = now();
        CompletionStage<String> node = CompletableFuture.completedFuture(resources.node());
        node.thenCompose(store::claim).whenComplete((owned, failure) -> {
            isAsking.set(false);
            if (failure != null) {
                LOG.debug("It is unknown whether this node delivers for hooks.", failure);
            } else if (owned) {
                ownedUntil = asked.plus(OWNED);
                if (wasOwner) {
                    saveUnlessSaving();
                } else {
                    begin();
                }
            } else {
                ownedUntil = null;
                removeAll();
            }
        });
    }

    /** Reads all hooks anew: another node may have delivered meanwhile. */
    private void begin() {
        removeAll();
        reload();
    }

    private synchronized void removeAll() {
        followers.values().forEach(HookFollower::stop);
        followers.clear();
    }

    /** Returns whether no other node delivers at present. */
    boolean isOwner() {
        Instant until = ownedUntil;
        return until != null && now().isBefore(until);
    }

    /** Reads the hooks, and begins and ends to deliver for those that were created, enabled or deleted. */
    void reload() {
        synchronized (this) {
            isChanged = true;
            if (isReading || !isOwner()) {
                return;
            }
            isReading = true;
            isChanged = false;
        }
        store.all().whenComplete((hooks, failure) -> {
            boolean again;
            synchronized (this) {
                isReading = false;
                again = isChanged;
            }
            if (failure != null) {
                LOG.warn("The hooks cannot be read; it is tried again.", failure);
                schedule(TICK, this::reload);
            } else {
                set(hooks);
                if (again) {
                    reload();
                }
            }
        });
    }

    private void set(List<Hook> hooks) {
        Map<Long, Hook> enabled = hooks.stream()
                .filter(hook -> hook.progress().enabled())
                .collect(Collectors.toMap(Hook::id, hook -> hook));
        List<HookFollower> added = new ArrayList<>();
        synchronized (this) {
            followers.values().removeIf(follower -> {
                boolean isGone = !enabled.containsKey(follower.hook().id());
                if (isGone) {
                    follower.stop();
                }
                return isGone;
            });
            if (isOwner()) {
                for (Hook hook : enabled.values()) {
                    if (!followers.containsKey(hook.id())) {
                        HookFollower follower = new HookFollower(hook, this);
                        followers.put(hook.id(), follower);
                        added.add(follower);
                    }
                }
            }
        }
        added.forEach(this::attach);
    }

    /** Has a hook follow its room, if that exists. */
    void attach(HookFollower follower) {
        rooms.find(follower.hook().room()).ifPresent(follower::attach);
    }

    private synchronized List<HookFollower> followers() {
        return List.copyOf(followers.values());
    }

    private List<HookFollower> followersOf(Room room) {
        return followers().stream()
                .filter(follower -> follower.hook().room().equals(room.name()))
                .toList();
    }

    @Override
    public void onRoomOpened(Room room) {
        followersOf(room).forEach(follower -> follower.attach(room));
    }

    @Override
    public void onRoomClosed(Room room) {
        followersOf(room).forEach(HookFollower::detach);
    }

    private CompletionStage<?> saveUnlessSaving() {
        return isSaving.compareAndSet(false, true)
                ? save().whenComplete((done, failure) -> isSaving.set(false))
                : CompletableFuture.completedFuture(true);
    }

    private CompletionStage<?> save() {
        List<HookFollower> saved = new ArrayList<>();
        List<HookProgress> unsaved = new ArrayList<>();
        for (HookFollower follower : followers()) {
            HookProgress progress = follower.takeUnsaved();
            if (progress != null) {
                saved.add(follower);
                unsaved.add(progress);
            }
        }
        if (unsaved.isEmpty()) {
            return CompletableFuture.completedFuture(true);
        }
        return CompletableFuture.completedFuture(unsaved)
                .thenCompose(store::save)
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.debug("The progress of hooks was not stored; the next attempt follows.", failure);
                        saved.forEach(HookFollower::markUnsaved);
                    }
                });
    }

    /** Stores that a hook is disabled, and reports it. */
    void onDisabled(HookFollower follower, HookProgress last) {
        Hook hook = follower.hook();
        synchronized (this) {
            followers.remove(hook.id(), follower);
        }
        store.save(List.of(last)).whenComplete((done, failure) -> {
            if (failure == null) {
                disabledListener.accept(hook.with(last));
            } else {
                LOG.warn("Hook {} could not be disabled; it goes on.", hook.id(), failure);
                reload();
            }
        });
    }

    /** Returns the entries that the slowest hook has yet to deliver. */
    long maxLag() {
        return followers().stream().mapToLong(HookFollower::lag).max().orElse(0);
    }

    MessageHistory history() {
        return resources.messageHistory();
    }

    HookSender sender() {
        return sender;
    }

    ChatMetrics metrics() {
        return metrics;
    }

    RetryDelay retryDelay() {
        return retryDelay;
    }

    Instant now() {
        return resources.clock().instant();
    }

    void schedule(Duration delay, Runnable task) {
        resources.scheduler().schedule(delay, task);
    }

    /** Runs a task that does not block, unless the server has stopped. */
    void execute(Runnable task) {
        try {
            resources.lanes().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("The server has stopped.", e);
        }
    }
}
