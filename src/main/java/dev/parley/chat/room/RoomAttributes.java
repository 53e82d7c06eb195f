package dev.parley.chat.room;

import dev.parley.chat.identity.User;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The topic and the settings of a room: stored first, then published in the room and to the other nodes. Any thread may read
 * them; they change in the rounds of the room.
 */
public final class RoomAttributes {

    private final RoomName name;
    private final RoomResources resources;
    private final RoomExecutor executor;
    private final BiConsumer<RoomEvent, @Nullable String> publisher;
    private final Runnable onChanged;
    private final SlowMode slowMode;
    private volatile String topic;
    private volatile RoomSettings settings;

    /**
     * Creates the attributes of a room.
     *
     * @param publisher publishes an event of the room, which the user of an id has caused
     * @param onChanged called when the entry in the list of rooms has changed
     */
    RoomAttributes(
            MessageHistory.StoredRoom stored,
            RoomResources resources,
            RoomExecutor executor,
            BiConsumer<RoomEvent, @Nullable String> publisher,
            Runnable onChanged) {
        this.name = stored.room();
        this.topic = stored.topic();
        this.settings = stored.settings();
        this.resources = resources;
        this.executor = executor;
        this.publisher = publisher;
        this.onChanged = onChanged;
        this.slowMode = new SlowMode(resources.clock());
    }

    /** Returns the topic; may be empty. */
    public String topic() {
        return topic;
    }

    /** Returns the settings. */
    public RoomSettings settings() {
        return settings;
    }

    /** Counts a message of a user who is no operator; returns the refusal if the slow mode forbids it. */
    public Optional<Refusal> checkSlowMode(User user) {
        RoomSettings now = settings;
        return now.slow().isZero() ? Optional.empty() : slowMode.acquire(user.id(), now.slow());
    }

    /** Stores and publishes a topic. */
    CompletionStage<RequestResult> setTopic(String text, User by) {
        return change(() -> text, next -> resources.messageHistory().setTopic(name, next), next -> {
            resources
                    .relay()
                    .publish(new RelaySignal.TopicChanged(name, by.nickname().text()));
            return publishTopic(next, by.nickname().text(), by.id());
        });
    }

    /** Stores and publishes a change of the settings. */
    public CompletionStage<RequestResult> changeSettings(UnaryOperator<RoomSettings> change, User by) {
        return change(
                () -> change.apply(settings), next -> resources.messageHistory().setSettings(name, next), next -> {
                    resources
                            .relay()
                            .publish(new RelaySignal.SettingsChanged(
                                    name, by.nickname().text()));
                    return publishSettings(next, by.nickname().text(), by.id());
                });
    }

    /** Begins in a round, so that values are stored and published in the same order. */
    private <T> CompletionStage<RequestResult> change(
            Supplier<T> value, Function<T, CompletionStage<?>> store, Function<T, Instant> publish) {
        CompletableFuture<RequestResult> result = new CompletableFuture<>();
        executor.submit(
                () -> {
                    T next = value.get();
                    store.apply(next).whenComplete((done, failure) -> {
                        if (failure == null) {
                            executor.submit(
                                    () -> result.complete(new Acknowledgement(publish.apply(next))), result::complete);
                        } else {
                            result.complete(StorageException.of(failure).refusal());
                        }
                    });
                },
                result::complete);
        return result;
    }

    private Instant publishTopic(String text, String byName, @Nullable String byId) {
        topic = text;
        Instant now = resources.clock().instant();
        publisher.accept(new RoomEvent.Topic(text, byName, now), byId);
        onChanged.run();
        return now;
    }

    private Instant publishSettings(RoomSettings next, String byName, @Nullable String byId) {
        RoomSettings before = settings;
        settings = next;
        Instant now = resources.clock().instant();
        if (!next.equals(before)) {
            publisher.accept(new RoomEvent.Settings(next, before, byName, now), byId);
            onChanged.run();
        }
        return now;
    }

    /** Takes the stored values over, in a round that opens the history. */
    void onStored(MessageHistory.Bounds stored) {
        boolean isChanged = !stored.topic().equals(topic) || !stored.settings().equals(settings);
        topic = stored.topic();
        settings = stored.settings();
        if (isChanged) {
            onChanged.run();
        }
    }

    /** Reads and publishes what another node has stored. Thread-safe. */
    void onChangedElsewhere(String byName) {
        executor.afterRead(
                stored -> {
                    if (stored != null) {
                        if (!stored.topic().equals(topic)) {
                            publishTopic(stored.topic(), byName, null);
                        }
                        publishSettings(stored.settings(), byName, null);
                    }
                },
                refusal -> {});
    }
}
