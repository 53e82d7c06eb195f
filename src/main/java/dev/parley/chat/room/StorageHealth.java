package dev.parley.chat.room;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The health of the storage: the result of the last write, and while that is a failure, of a probe every second.
 * Thread-safe; nothing blocks.
 */
public final class StorageHealth {

    private static final Logger LOG = LoggerFactory.getLogger(StorageHealth.class);

    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    private static final Duration CHECK = Duration.ofSeconds(1);

    private final RoomResources resources;
    private final ChatEvents events;
    private final AtomicBoolean trying = new AtomicBoolean();
    private final AtomicReference<@Nullable Refusal> problem = new AtomicReference<>();

    StorageHealth(RoomResources resources, ChatEvents events) {
        this.resources = resources;
        this.events = events;
    }

    /**
     * Returns the refusal for messages, {@code storage-full} or {@code storage-failed}; empty while they can be stored.
     */
    public Optional<Refusal> problem() {
        return Optional.ofNullable(problem.get());
    }

    /** Checks every second that the storage is available, also while no message is stored. */
    void start() {
        resources.scheduler().scheduleWithFixedDelay(CHECK, () -> {
            if (problem.get() == null) {
                resources.messageHistory().checkAvailable().whenComplete((done, failure) -> {
                    if (failure != null && !(failure instanceof RejectedExecutionException)) {
                        onFailure(StorageException.of(failure));
                    }
                });
            }
        });
    }

    /** Records that messages were stored. */
    public void onSuccess() {
        if (problem.get() != null && problem.getAndSet(null) != null) {
            LOG.atInfo().addKeyValue("event", "storage-recovered").log("Messages are stored again.");
            events.publish(ChatEventListener::onStorageHealthChanged);
        }
    }

    /** Records that messages could not be stored, and returns the refusal for their senders. */
    public Refusal onFailure(StorageException broken) {
        Refusal refusal = broken.refusal();
        Refusal before = problem.getAndSet(refusal);
        if (before == null) {
            LOG.atWarn()
                    .addKeyValue("event", refusal.code())
                    .setCause(broken)
                    .log("Messages cannot be stored; it is tried again every second.");
            tryAgainLater();
        }
        if (!refusal.equals(before)) {
            events.publish(ChatEventListener::onStorageHealthChanged);
        }
        return refusal;
    }

    private void tryAgainLater() {
        if (trying.compareAndSet(false, true)) {
            resources.scheduler().schedule(TRY_AGAIN, this::tryAgain);
        }
    }

    private void tryAgain() {
        resources.messageHistory().checkWritable().whenComplete((done, failure) -> {
            trying.set(false);
            if (failure == null) {
                onSuccess();
            } else if (problem.get() != null) {
                onFailure(StorageException.of(failure));
                tryAgainLater();
            }
        });
    }
}
