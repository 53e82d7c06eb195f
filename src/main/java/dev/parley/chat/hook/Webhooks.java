package dev.parley.chat.hook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.parley.chat.room.ChatEvents;
import dev.parley.chat.room.ChatMetrics;
import dev.parley.chat.room.RelaySignal;
import dev.parley.chat.room.RoomRegistry;
import dev.parley.chat.room.RoomResources;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outgoing webhooks of a server. One of its nodes delivers, see {@link HookStore#claim}; all nodes create and delete hooks.
 * Thread-safe; no method blocks.
 */
public final class Webhooks {

    /** The most hooks of a server. */
    public static final int MOST = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** The position in a room that is not stored yet. */
    private static final Position BEFORE_ALL = new Position("0", 0);

    private final HookStore store;
    private final HookSender sender;
    private final RoomResources resources;
    private final Consumer<String> notices;
    private final HookDeliveries deliveries;

    /** The result of the creation of a hook. */
    public sealed interface Creation permits Created, NotCreated {}

    /** The hook was created. */
    public record Created(Hook hook) implements Creation {}

    /** The hook was not created; {@code reason} is a sentence. */
    public record NotCreated(String reason) implements Creation {}

    /**
     * Creates hooks that are not delivered before {@link #start}.
     *
     * @param notices receives sentences for the operators
     */
    public Webhooks(
            HookStore store,
            HookSender sender,
            RoomResources resources,
            RoomRegistry rooms,
            ChatEvents events,
            ChatMetrics metrics,
            Consumer<String> notices) {
        this.store = store;
        this.sender = sender;
        this.resources = resources;
        this.notices = notices;
        this.deliveries = new HookDeliveries(store, sender, resources, rooms, metrics, this::onDisabled);
        events.addListener(deliveries);
        resources.relay().subscribe(this::onSignal);
    }

    /** Begins to deliver, if this node is the one. */
    public void start() {
        deliveries.start();
    }

    /** Stops to deliver; completes when it is stored how far the hooks have come. */
    public CompletionStage<?> stop() {
        return deliveries.stop();
    }

    private void onSignal(RelaySignal signal) {
        if (signal instanceof RelaySignal.HooksChanged || signal instanceof RelaySignal.SignalsLost) {
            deliveries.reload();
        }
    }

    private void onChanged() {
        deliveries.reload();
        resources.relay().publish(new RelaySignal.HooksChanged());
    }

    /** Returns the hooks, by number. */
    public CompletionStage<List<Hook>> all() {
        return store.all();
    }

    /** Returns the entries that the slowest hook of this node has yet to deliver. */
    public long maxLag() {
        return deliveries.maxLag();
    }

    /**
     * Creates a hook that delivers the entries after the present ones.
     *
     * @param mention the name that a message must mention; null for all messages
     * @param createdBy the name of the operator
     */
    public CompletionStage<Creation> create(RoomName room, String url, @Nullable String mention, String createdBy) {
        return sender.check(url)
                .thenCompose(problem -> problem.isPresent()
                        ? CompletableFuture.<Creation>completedFuture(new NotCreated(problem.get()))
                        : resources
                                .messageHistory()
                                .heads(List.of(room))
                                .thenCompose(heads -> store.create(
                                        new HookStore.NewHook(
                                                room.text(),
                                                url,
                                                newSecret(),
                                                mention,
                                                createdBy,
                                                resources.clock().instant().truncatedTo(ChronoUnit.MILLIS),
                                                heads.getOrDefault(room, BEFORE_ALL)),
                                        MOST))
                                .thenApply(this::onCreated));
    }

    private Creation onCreated(Optional<Hook> hook) {
        if (hook.isEmpty()) {
            return new NotCreated("There are " + MOST + " hooks, which is the limit. Remove one: /hook remove N");
        }
        onChanged();
        return new Created(hook.get());
    }

    private static String newSecret() {
        byte[] random = new byte[SECRET_BYTES];
        RANDOM.nextBytes(random);
        return new String(Base64.getUrlEncoder().withoutPadding().encode(random), US_ASCII);
    }

    /** Deletes a hook; returns whether there was one. */
    public CompletionStage<Boolean> remove(long id) {
        return store.delete(id).thenApply(deleted -> {
            onChanged();
            return deleted;
        });
    }

    /** Enables a hook that was disabled, which delivers what it has missed. */
    public CompletionStage<?> enable(Hook hook) {
        return store.save(List.of(HookProgress.after(hook.id(), hook.progress().position())))
                .thenApply(saved -> {
                    onChanged();
                    return true;
                });
    }

    private void onDisabled(Hook hook) {
        Instant since = hook.progress().failingSince();
        LOG.atWarn()
                .addKeyValue("event", "hook-disabled")
                .log(
                        "Hook {} of room {} to {} was disabled: it has failed since {}: {}",
                        hook.id(),
                        hook.room(),
                        hook.origin(),
                        since,
                        hook.progress().failure());
        notices.accept("Hook " + hook.id() + " of " + hook.room() + " to " + hook.origin()
                + " was disabled after a day of failures: " + hook.progress().failure()
                + ". To deliver what it has missed: /hook enable " + hook.id());
    }
}
