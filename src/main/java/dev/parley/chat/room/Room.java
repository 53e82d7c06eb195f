package dev.parley.chat.room;

import dev.parley.chat.identity.Presence;
import dev.parley.chat.identity.User;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A room: stores published messages, then delivers them to all members, in one order.
 *
 * <p>A message is delivered only after it is stored, and every delivered message can be read again. Each subscriber
 * receives messages with sequence numbers that rise by exactly 1. Public methods never block and are thread-safe; their
 * work runs on the room's {@link SerialBatchExecutor}, to which all other state is confined.
 */
public final class Room {

    private static final Logger LOG = LoggerFactory.getLogger(Room.class);

    /** The number of messages that may wait to be stored; one more is refused as {@code busy}. */
    private static final int MOST_WAITING = 10_000;

    /** The number of users that a welcome event names; the others are counted. */
    private static final int FIRST = 100;

    private static final Duration GATHERING = Duration.ofSeconds(1);

    private final RoomName name;
    private final ServerLimits rules;
    private final RoomResources resources;
    private final RoomRegistry registry;
    private final ChatMetrics metrics;
    private final SerialBatchExecutor<RoomTask> executor;
    private final ReplayBuffer buffer; // written on the room's executor, read on any thread

    private final AtomicInteger occupancy = new AtomicInteger(); // safe from any thread
    private volatile String topic;
    private volatile boolean closing;

    private final RoomMembers roomMembers;
    private final RoomHistory history;
    private boolean held; // whether messages are refused during an import

    Room(
            RoomName name,
            String topic,
            ServerLimits rules,
            RoomResources resources,
            ChatMetrics metrics,
            RoomRegistry registry) {
        this.name = name;
        this.topic = topic;
        this.rules = rules;
        this.resources = resources;
        this.metrics = metrics;
        this.registry = registry;
        this.executor = new SerialBatchExecutor<>(resources.lanes(), resources.scheduler(), rules.pace(), this::round);
        this.buffer = new ReplayBuffer(resources.clock());
        this.history = new RoomHistory(name, resources.messageHistory(), buffer, metrics);
        this.roomMembers =
                new RoomMembers(buffer, rules.presenceBatchThreshold(), resources.clock(), this::gatherLater);
    }

    /** Returns the name. */
    public RoomName name() {
        return name;
    }

    /** Returns the entry for the list of rooms. */
    public RoomSummary summary() {
        return new RoomSummary(name, topic, occupancy.get());
    }

    /**
     * Publishes a message: the one way in.
     *
     * @return the receipt once the message is on disk and delivered, or the refusal; never fails
     */
    public CompletionStage<RequestResult> publish(MessageDraft draft) {
        if (draft.text().isBlank()) {
            return CompletableFuture.completedFuture(Refusal.messageEmpty());
        }
        if (draft.length() > rules.messageLength()) {
            return CompletableFuture.completedFuture(Refusal.messageTooLong(draft.length(), rules.messageLength()));
        }
        if (closing) {
            return CompletableFuture.completedFuture(Refusal.shuttingDown());
        }
        if (executor.queueDepth() >= MOST_WAITING) {
            return CompletableFuture.completedFuture(Refusal.busy());
        }
        CompletableFuture<RequestResult> result = new CompletableFuture<>();
        executor.submit(new RoomTask.Post(draft, result, System.nanoTime()));
        return result;
    }

    /** Returns how many tasks wait for the room's executor. Thread-safe. */
    public int queuedTasks() {
        return executor.queueDepth();
    }

    /** Subscribes without joining, as the console does. Close the cursor with {@link #unsubscribe}. */
    public Cursor subscribe(Subscriber subscriber, ReplayFrom replayFrom) {
        Cursor cursor = new Cursor(this, subscriber, resources.pages());
        errand(() -> {
            roomMembers.add(cursor);
            place(cursor, replayFrom);
        });
        return cursor;
    }

    /** Ends a subscription. */
    public void unsubscribe(Cursor cursor) {
        cursor.close();
        errand(() -> roomMembers.remove(cursor));
    }

    /** Returns the members, in the order in which they joined. */
    public CompletionStage<List<Presence>> users() {
        return query(() -> roomMembers.first(Integer.MAX_VALUE), List.of());
    }

    /** Returns the last messages; fails if they cannot be read. */
    public CompletionStage<List<Message>> last(int messages) {
        return resources.read(() -> history.pageBefore(Long.MAX_VALUE, messages).messages());
    }

    /**
     * Returns the last messages before a position; none if it belongs to another epoch. Fails if they cannot be read.
     */
    public CompletionStage<MessageHistory.Page> before(Position position, int messages) {
        return resources.read(() -> history.pageBefore(position, messages));
    }

    /** Returns the archive, for export and import. */
    public RoomArchive roomArchive() {
        return new RoomArchive(this, resources);
    }

    /** Refuses messages as busy, or accepts them again. Called on the room's executor. */
    void pausePublishing(boolean refuse) {
        executor.assertOnExecutor();
        held = refuse;
    }

    /** Publishes that a user is typing. */
    public void publishTyping(User user) {
        errand(() -> {
            if (roomMembers.contains(user)) {
                roomMembers.publish(new RoomEvent.Typing(user.nickname().text()), user);
            }
        });
    }

    /** Stores and publishes a topic. */
    public CompletionStage<RequestResult> setTopic(String text, User by) {
        CompletableFuture<RequestResult> result = new CompletableFuture<>();
        executor.submit(new RoomTask.Action(
                () -> {
                    try {
                        resources.messageHistory().setTopic(name, text);
                    } catch (StorageException e) {
                        result.complete(refusal(e));
                        return;
                    }
                    topic = text;
                    Instant now = resources.clock().instant();
                    roomMembers.publish(new RoomEvent.Topic(text, by.nickname().text(), now), by);
                    registry.onMembersChanged();
                    result.complete(new Acknowledgement(now));
                },
                result::complete));
        return result;
    }

    /** Counts a user who is about to join, so that the room is not removed meanwhile. */
    void reserve() {
        occupancy.incrementAndGet();
    }

    /** Returns the number of users in the room or about to join. */
    int occupancy() {
        return occupancy.get();
    }

    /** Joins a user that {@link #reserve} has counted. */
    CompletionStage<JoinResult> join(User user, Subscriber subscriber, ReplayFrom replayFrom) {
        Membership membership = new Membership(user, new Cursor(this, subscriber, resources.pages()));
        CompletableFuture<JoinResult> joinResult = new CompletableFuture<>();
        executor.submit(new RoomTask.Action(
                () -> {
                    addMember(membership);
                    if (replayFrom instanceof ReplayFrom.After) {
                        metrics.resumed(history.window()
                                        .start(replayFrom, rules.replay())
                                        .lost()
                                == null);
                    }
                    place(membership.cursor(), replayFrom);
                    joinResult.complete(membership);
                },
                refusal -> {
                    occupancy.decrementAndGet();
                    joinResult.complete(refusal);
                }));
        return joinResult;
    }

    /** Ends a membership, and publishes the leave if it was the user's last in this room. */
    public void leave(Membership membership, String reason) {
        membership.cursor().close();
        errand(() -> {
            if (roomMembers.leave(membership, reason)) {
                occupancy.decrementAndGet();
                registry.onMembersChanged();
                endIfEmpty();
            }
        });
    }

    /** Publishes the change of a nickname. */
    public void renamed(User user, String from) {
        errand(() -> roomMembers.renamed(user, from));
    }

    /** Refuses new messages; completes when all accepted ones are acknowledged and the closing is published. */
    CompletionStage<?> close(String reason, Duration retryAfter) {
        closing = true;
        return query(
                () -> {
                    roomMembers.publish(new RoomEvent.Closing(reason, retryAfter), null);
                    return true;
                },
                false);
    }

    /** Removes deleted messages from the window and shrinks the replay buffer. */
    void cleanUp() {
        errand(() -> {
            history.shrink();
            buffer.shrink();
            endIfEmpty();
        });
    }

    /** Deletes the room's row in the history, unless the room is in use or has messages. */
    CompletionStage<Boolean> deleteIfUnused() {
        return query(
                () -> {
                    boolean unused = occupancy.get() == 0 && !held;
                    return unused && history.deleteIfEmpty();
                },
                false);
    }

    private void endIfEmpty() {
        if (occupancy.get() == 0 && history.window().isEmpty() && !held) {
            registry.onEmpty(this);
        }
    }

    /** Returns the replay buffer, which is read-only outside the room's executor. */
    ReplayBuffer replayBuffer() {
        return buffer;
    }

    /** Reads a page of history; may block. */
    MessageHistory.Page readPage(long after, long until, int rows) {
        return history.page(after, until, rows);
    }

    /** Places a cursor again that fell behind the replay buffer, or whose next message is deleted. */
    void reposition(Cursor cursor, long after) {
        errand(() -> {
            history.shrink();
            place(cursor, new ReplayFrom.After(history.window().positionOf(after)));
        });
    }

    private void errand(Runnable task) {
        executor.submit(new RoomTask.Action(task, refusal -> {}));
    }

    /** Runs a query on the room's executor. */
    <T> CompletionStage<T> query(Supplier<T> question, T otherwise) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        executor.submit(
                new RoomTask.Action(() -> answer.complete(question.get()), refusal -> answer.complete(otherwise)));
        return answer.exceptionally(failed -> otherwise);
    }

    /**
     * Runs one round: stores all drafts in one transaction, runs all tasks in order, wakes the readers, and completes
     * the results.
     */
    private int round(List<RoomTask> arrived) {
        executor.assertOnExecutor();
        Refusal closed = open();
        if (closed != null) {
            arrived.forEach(roomTask -> roomTask.refuse(closed));
            return 0;
        }
        List<RoomTask> roomTasks = held ? RoomTask.withoutPosts(arrived, Refusal.busy()) : arrived;
        List<MessageDraft> messageDrafts = RoomTask.messageDrafts(roomTasks);
        AppendResult result = store(messageDrafts);
        long before = buffer.end();
        List<Runnable> answers = new ArrayList<>(messageDrafts.size());
        for (RoomTask roomTask : roomTasks) {
            if (roomTask instanceof RoomTask.Post post) {
                RequestResult requestResult = result.deliver(post.messageDraft(), buffer);
                answers.add(() -> post.complete(requestResult, metrics));
            } else if (roomTask instanceof RoomTask.Action action) {
                Refusal notOpen = open();
                if (notOpen == null) {
                    action.run();
                } else {
                    action.refuse(notOpen);
                }
            }
        }
        if (buffer.end() != before) {
            roomMembers.wake(this);
        }
        answers.forEach(Runnable::run);
        return messageDrafts.size();
    }

    /** Opens the history, unless it is open; returns the refusal for all tasks if that fails. */
    private @Nullable Refusal open() {
        try {
            history.openIfClosed().ifPresent(stored -> topic = stored);
            return null;
        } catch (StorageException e) {
            LOG.warn("The history of room {} cannot be opened.", name, e);
            return refusal(e);
        }
    }

    private AppendResult store(List<MessageDraft> messageDrafts) {
        if (messageDrafts.isEmpty()) {
            return AppendResult.stored(name, List.of());
        }
        try {
            AppendResult result = AppendResult.stored(name, history.append(messageDrafts));
            registry.storageHealth().onSuccess();
            return result;
        } catch (StorageException e) {
            return AppendResult.refused(name, registry.storageHealth().onFailure(e));
        }
    }

    static Refusal refusal(StorageException broken) {
        return broken.isFull() ? Refusal.storageFull() : Refusal.storageFailed();
    }

    private void addMember(Membership membership) {
        if (roomMembers.join(membership)) {
            registry.onMembersChanged();
        } else {
            occupancy.decrementAndGet();
        }
    }

    private void place(Cursor cursor, ReplayFrom replayFrom) {
        if (cursor.isClosed()) {
            return;
        }
        HistoryWindow.Start start = history.window().start(replayFrom, rules.replay());
        long after = start.after();
        var welcome = new RoomEvent.Welcome(
                name,
                topic,
                history.window().positionOf(after),
                history.window().head(),
                start.lost() == null,
                start.lost(),
                roomMembers.size(),
                roomMembers.first(FIRST));
        cursor.start(new Cursor.Start(new Delivery(welcome, null, after, -1, 0), after, buffer.head(), buffer.end()));
        cursor.wake();
    }

    private void gatherLater() {
        resources.scheduler().schedule(GATHERING, () -> errand(roomMembers::publishPresenceBatch));
    }
}
