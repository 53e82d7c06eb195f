package dev.parley.chat.room;

import dev.parley.chat.identity.Presence;
import dev.parley.chat.identity.User;
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
 * A room: stores what is posted, then tells it to everybody in it, in one order.
 *
 * <p>Nothing is heard before it is stored, and what is heard can be found again. Every subscriber hears messages with
 * numbers that rise by exactly 1. The public methods never block and are safe from any thread; what they start runs on
 * the room's {@link SerialBatchExecutor}, to which all state without a remark is confined.
 */
public final class Room {

    private static final Logger LOG = LoggerFactory.getLogger(Room.class);

    /** So many messages may wait to be stored; one more is refused as {@code busy}. */
    private static final int MOST_WAITING = 10_000;

    /** So many people are named in a welcome; the rest are counted. */
    private static final int FIRST = 100;

    private static final Duration GATHERING = Duration.ofSeconds(1);

    private final RoomName name;
    private final ServerLimits rules;
    private final RoomResources resources;
    private final RoomOwner roomOwner;
    private final ChatMetrics metrics;
    private final SerialBatchExecutor<RoomTask> serialBatchExecutor;
    private final ReplayBuffer replayBuffer; // added to on the lane, read anywhere

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
            RoomOwner roomOwner) {
        this.name = name;
        this.topic = topic;
        this.rules = rules;
        this.resources = resources;
        this.metrics = metrics;
        this.roomOwner = roomOwner;
        this.serialBatchExecutor =
                new SerialBatchExecutor<>(resources.lanes(), resources.scheduler(), rules.pace(), this::round);
        this.replayBuffer = new ReplayBuffer(resources.clock());
        this.history = new RoomHistory(name, resources.messageHistory(), replayBuffer, metrics);
        this.roomMembers = new RoomMembers(replayBuffer, rules.crowd(), resources.clock(), this::gatherLater);
    }

    /** The room's name. */
    public RoomName name() {
        return name;
    }

    /** How the room stands in a list of rooms. */
    public RoomSummary summary() {
        return new RoomSummary(name, topic, occupancy.get());
    }

    /**
     * Posts a draft: the one way in.
     *
     * @return a receipt once the message is on disk and told, or a refusal, when nobody else hears of it; never fails
     */
    public CompletionStage<RequestResult> publish(MessageDraft messageDraft) {
        if (messageDraft.text().isBlank()) {
            return CompletableFuture.completedFuture(Refusal.messageEmpty());
        }
        if (messageDraft.length() > rules.messageLength()) {
            return CompletableFuture.completedFuture(
                    Refusal.messageTooLong(messageDraft.length(), rules.messageLength()));
        }
        if (closing) {
            return CompletableFuture.completedFuture(Refusal.shuttingDown());
        }
        if (serialBatchExecutor.queueDepth() >= MOST_WAITING) {
            return CompletableFuture.completedFuture(Refusal.busy());
        }
        CompletableFuture<RequestResult> requestResult = new CompletableFuture<>();
        serialBatchExecutor.submit(new RoomTask.Post(messageDraft, requestResult, System.nanoTime()));
        return requestResult;
    }

    /** Returns how many tasks wait for the room's executor. Thread-safe. */
    public int queuedTasks() {
        return serialBatchExecutor.queueDepth();
    }

    /** Listens without being in the room, as the operator does. Close the cursor by {@link #unsubscribe}. */
    public Cursor subscribe(Subscriber subscriber, ReplayFrom replayFrom) {
        Cursor cursor = new Cursor(this, subscriber, resources.pages());
        errand(() -> {
            roomMembers.add(cursor);
            place(cursor, replayFrom);
        });
        return cursor;
    }

    /** Listens no longer. */
    public void unsubscribe(Cursor cursor) {
        cursor.close();
        errand(() -> roomMembers.remove(cursor));
    }

    /** Everybody who is here, in the order they came. */
    public CompletionStage<List<Presence>> users() {
        return query(() -> roomMembers.first(Integer.MAX_VALUE), List.of());
    }

    /** The last messages; fails if they cannot be read. */
    public CompletionStage<List<Message>> last(int messages) {
        return resources.read(() -> history.pageBefore(Long.MAX_VALUE, messages).messages());
    }

    /** The last messages before a place; none if the place is in another epoch. Fails if they cannot be read. */
    public CompletionStage<MessageHistory.Page> before(Position position, int messages) {
        return resources.read(() -> history.pageBefore(position, messages));
    }

    /** Its messages as a whole. */
    public RoomArchive roomArchive() {
        return new RoomArchive(this, resources);
    }

    /** Turns posts away as busy, or not; to be called on the lane. */
    void pausePublishing(boolean turnAway) {
        serialBatchExecutor.assertOnExecutor();
        held = turnAway;
    }

    /** Tells the others that this person is writing. */
    public void publishTyping(User user) {
        errand(() -> {
            if (roomMembers.contains(user)) {
                roomMembers.publish(new RoomEvent.Typing(user.nickname().text()), user);
            }
        });
    }

    /** Keeps a topic and tells it. */
    public CompletionStage<RequestResult> setTopic(String text, User by) {
        CompletableFuture<RequestResult> requestResult = new CompletableFuture<>();
        serialBatchExecutor.submit(new RoomTask.Action(
                () -> {
                    try {
                        resources.messageHistory().setTopic(name, text);
                    } catch (StorageException e) {
                        requestResult.complete(refusal(e));
                        return;
                    }
                    topic = text;
                    Instant now = resources.clock().instant();
                    roomMembers.publish(new RoomEvent.Topic(text, by.nickname().text(), now), by);
                    roomOwner.onMembersChanged();
                    requestResult.complete(new Acknowledgement(now));
                },
                requestResult::complete));
        return requestResult;
    }

    /** Counts somebody who is about to join, so that the room does not end meanwhile. */
    void reserve() {
        occupancy.incrementAndGet();
    }

    /** How many people are in the room, or about to be. */
    int occupancy() {
        return occupancy.get();
    }

    /** Seats somebody {@link #reserve expected}. */
    CompletionStage<JoinResult> join(User user, Subscriber subscriber, ReplayFrom replayFrom) {
        Membership membership = new Membership(user, new Cursor(this, subscriber, resources.pages()));
        CompletableFuture<JoinResult> joinResult = new CompletableFuture<>();
        serialBatchExecutor.submit(new RoomTask.Action(
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

    /** Takes a seat away, and tells it, unless its person has another one here by now. */
    public void leave(Membership membership, String reason) {
        membership.cursor().close();
        errand(() -> {
            if (roomMembers.leave(membership, reason)) {
                occupancy.decrementAndGet();
                roomOwner.onMembersChanged();
                endIfEmpty();
            }
        });
    }

    /** Tells that somebody has taken another name. */
    public void renamed(User user, String from) {
        errand(() -> roomMembers.renamed(user, from));
    }

    /** Accepts nothing more; completes when all that was accepted is answered and the closing is told. */
    CompletionStage<?> close(String reason, Duration retryAfter) {
        closing = true;
        return query(
                () -> {
                    roomMembers.publish(new RoomEvent.Closing(reason, retryAfter), null);
                    return true;
                },
                false);
    }

    /** Looks again how far back the history reaches, and lets go of what a rush has left in memory. */
    void cleanUp() {
        errand(() -> {
            history.shrink();
            replayBuffer.shrink();
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
            roomOwner.onEmpty(this);
        }
    }

    /** The tail; to be read only, but on the lane. */
    ReplayBuffer replayBuffer() {
        return replayBuffer;
    }

    /** Reads a page of history; may block. */
    MessageHistory.Page readPage(long after, long until, int rows) {
        return history.page(after, until, rows);
    }

    /** Places a cursor anew that has lost its place: fell behind the tail, or came to what is no longer kept. */
    void reposition(Cursor cursor, long after) {
        errand(() -> {
            history.shrink();
            place(cursor, new ReplayFrom.After(history.window().positionOf(after)));
        });
    }

    private void errand(Runnable task) {
        serialBatchExecutor.submit(new RoomTask.Action(task, refusal -> {}));
    }

    /** Does something on the lane, and answers with what comes of it. */
    <T> CompletionStage<T> query(Supplier<T> question, T otherwise) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        serialBatchExecutor.submit(
                new RoomTask.Action(() -> answer.complete(question.get()), refusal -> answer.complete(otherwise)));
        return answer.exceptionally(failed -> otherwise);
    }

    /**
     * One round: stores all drafts in one transaction, then does everything in the order it came, then wakes whoever
     * listens, and last gives the answers.
     */
    private int round(List<RoomTask> arrived) {
        serialBatchExecutor.assertOnExecutor();
        Refusal closed = open();
        if (closed != null) {
            arrived.forEach(roomTask -> roomTask.refuse(closed));
            return 0;
        }
        List<RoomTask> roomTasks = held ? RoomTask.withoutPosts(arrived, Refusal.busy()) : arrived;
        List<MessageDraft> messageDrafts = RoomTask.messageDrafts(roomTasks);
        AppendResult appendResult = store(messageDrafts);
        long before = replayBuffer.end();
        List<Runnable> answers = new ArrayList<>(messageDrafts.size());
        for (RoomTask roomTask : roomTasks) {
            if (roomTask instanceof RoomTask.Post post) {
                RequestResult requestResult = appendResult.deliver(post.messageDraft(), replayBuffer);
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
        if (replayBuffer.end() != before) {
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
            AppendResult appendResult = AppendResult.stored(name, history.append(messageDrafts));
            roomOwner.onStored();
            return appendResult;
        } catch (StorageException e) {
            return AppendResult.refused(name, roomOwner.onStorageFailure(e));
        }
    }

    static Refusal refusal(StorageException broken) {
        return broken.isFull() ? Refusal.storageFull() : Refusal.storageFailed();
    }

    private void addMember(Membership membership) {
        Membership before = roomMembers.join(membership);
        if (before == null) {
            roomOwner.onMembersChanged();
        } else {
            before.cursor().close();
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
        cursor.start(new Cursor.Start(
                new Delivery(welcome, null, after, -1, 0), after, replayBuffer.head(), replayBuffer.end()));
        cursor.wake();
    }

    private void gatherLater() {
        resources.scheduler().schedule(GATHERING, () -> errand(roomMembers::publishPresenceBatch));
    }
}
