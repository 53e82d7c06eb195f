package dev.parley.chat.room;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether messages can be stored: known from the last that were to be stored, and while they cannot, tried out once a
 * second, so that it is also known where nobody says anything. Safe from any thread; nothing blocks.
 */
public final class StorageHealth {

    private static final Logger LOG = LoggerFactory.getLogger(StorageHealth.class);

    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

    private final RoomResources resources;
    private final ChatEvents events;
    private final AtomicBoolean trying = new AtomicBoolean();
    private final AtomicReference<@Nullable Refusal> problem = new AtomicReference<>();

    StorageHealth(RoomResources resources, ChatEvents events) {
        this.resources = resources;
        this.events = events;
    }

    /** Why messages cannot be stored: {@code storage-full} or {@code storage-failed}; empty while they can. */
    public Optional<Refusal> problem() {
        return Optional.ofNullable(problem.get());
    }

    /** Messages were stored. */
    void onSuccess() {
        if (problem.get() != null && problem.getAndSet(null) != null) {
            LOG.atInfo().addKeyValue("event", "storage-recovered").log("Messages are stored again.");
            events.publish(ChatEventListener::onStorageHealthChanged);
        }
    }

    /** Messages could not be stored; why is what their senders are to be told. */
    Refusal onFailure(StorageException broken) {
        Refusal refusal = broken.isFull() ? Refusal.storageFull() : Refusal.storageFailed();
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
            resources
                    .scheduler()
                    .schedule(
                            TRY_AGAIN,
                            () -> resources.read(this::tryAgain).exceptionally(tooMuchToRead -> {
                                trying.set(false);
                                tryAgainLater();
                                return true;
                            }));
        }
    }

    private boolean tryAgain() {
        trying.set(false);
        try {
            resources.messageHistory().checkWritable();
            onSuccess();
            return true;
        } catch (StorageException e) {
            if (problem.get() != null) {
                onFailure(e);
                tryAgainLater();
            }
            return false;
        }
    }
}
