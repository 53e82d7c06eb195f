package dev.parley.chat.room;

import dev.parley.chat.identity.User;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Stores and publishes the topic of one room. All changes run on the room's executor. Thread-safe. */
final class RoomTopic {

    private final RoomName name;
    private final RoomResources resources;
    private final RoomExecutor executor;
    private final RoomMembers members;
    private final Runnable changeListener;
    private volatile String text;

    /**
     * Creates the topic of a room.
     *
     * @param changeListener runs after each change
     */
    RoomTopic(
            RoomName name,
            String text,
            RoomResources resources,
            RoomExecutor executor,
            RoomMembers members,
            Runnable changeListener) {
        this.name = name;
        this.text = text;
        this.resources = resources;
        this.executor = executor;
        this.members = members;
        this.changeListener = changeListener;
    }

    /** Returns the topic; empty for none. */
    String text() {
        return text;
    }

    /** Stores and publishes a topic. Begins on the room's executor, so that topics are stored and published in one order. */
    CompletionStage<RequestResult> set(String wanted, User by) {
        CompletableFuture<RequestResult> result = new CompletableFuture<>();
        executor.submit(
                () -> resources.messageHistory().setTopic(name, wanted).whenComplete((done, failure) -> {
                    if (failure == null) {
                        executor.submit(() -> result.complete(onSet(wanted, by)), result::complete);
                    } else {
                        result.complete(StorageException.of(failure).refusal());
                    }
                }),
                result::complete);
        return result;
    }

    private Acknowledgement onSet(String stored, User by) {
        String byName = by.nickname().text();
        Instant now = publish(stored, byName, by.id());
        resources.relay().publish(new RelaySignal.TopicChanged(name, byName));
        return new Acknowledgement(now);
    }

    private Instant publish(String changed, String byName, @Nullable String byId) {
        text = changed;
        Instant now = resources.clock().instant();
        members.publish(new RoomEvent.Topic(changed, byName, now), byId);
        changeListener.run();
        return now;
    }

    /** Takes over a topic that was read from the history. */
    void onStored(String stored) {
        if (!stored.equals(text)) {
            text = stored;
            changeListener.run();
        }
    }

    /** Reads the topic, which another node has changed, and publishes it. */
    void onRemoteChange(String byName) {
        executor.afterRead(
                bounds -> {
                    if (bounds != null && !bounds.topic().equals(text)) {
                        publish(bounds.topic(), byName, null);
                    }
                },
                refusal -> {});
    }
}
