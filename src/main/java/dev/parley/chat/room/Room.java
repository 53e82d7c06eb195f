package dev.parley.chat.room;

import dev.parley.chat.identity.Presence;
import dev.parley.chat.identity.User;
import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A room: stores published messages, then delivers them to all members, in one order.
 *
 * <p>A message is delivered only after it is stored, and every delivered message can be read again. Each subscriber
 * receives messages with sequence numbers that rise by exactly 1. Public methods never block and are thread-safe; their
 * work runs on the room's {@link RoomExecutor}, to which all other state is confined.
 */
public final class Room {

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
    private final RoomExecutor executor;
    private final ReplayBuffer buffer; // written on the room's executor, read on any thread

    private final AtomicInteger occupancy = new AtomicInteger(); // of this node
    private volatile boolean closing;

    private final RoomPresence presence;
    private final RoomMembers roomMembers;
    private final RoomHistory history;
    private final RoomAttributes attributes;

    Room(
            MessageHistory.StoredRoom stored,
            ServerLimits rules,
            RoomResources resources,
            ChatMetrics metrics,
            RoomRegistry registry) {
        this.name = stored.room();
        this.rules = rules;
        this.resources = resources;
        this.metrics = metrics;
        this.registry = registry;
        this.buffer = new ReplayBuffer(resources.clock(), registry.replayMemory());
        this.executor = new RoomExecutor(
                name,
                resources,
                rules.pace(),
                buffer,
                metrics,
                registry.storageHealth(),
                this::wake,
                this::onOpened,
                entry -> registry.onEntry(name, entry));
        this.history = executor.history();
        this.presence = new RoomPresence(name, resources, members -> executor.submit(() -> setRemoteMembers(members)));
        this.roomMembers = new RoomMembers(
                buffer, rules.presenceBatchThreshold(), resources.clock(), this::gatherLater, presence::write);
        this.attributes =
                new RoomAttributes(stored, resources, executor, roomMembers::publish, registry::onMembersChanged);
    }

    /** Returns the name. */
    public RoomName name() {
        return name;
    }

    /** Returns the entry for the list of rooms. */
    public RoomSummary summary() {
        return new RoomSummary(
                name, attributes.topic(), occupancy(), registry.privateRooms().contains(name));
    }

    /**
     * Publishes a message, or a change of one: the one way in.
     *
     * @return the receipt once the message is on disk and delivered, or the refusal; never fails
     */
    public CompletionStage<RequestResult> publish(EntryDraft draft) {
        return draft.check(rules.messageLength())
                .or(() -> closing ? Optional.of(Refusal.shuttingDown()) : Optional.empty())
                .or(() -> executor.queueDepth() >= MOST_WAITING ? Optional.of(Refusal.busy()) : Optional.empty())
                .<CompletionStage<RequestResult>>map(CompletableFuture::completedFuture)
                .orElseGet(() -> executor.post(draft));
    }

    /** Returns how many tasks wait for the room's executor. Thread-safe. */
    public int queuedTasks() {
        return executor.queueDepth();
    }

    /** Subscribes without joining, as the console does. Close the cursor with {@link #unsubscribe}. */
    public Cursor subscribe(Subscriber subscriber, ReplayFrom replayFrom) {
        Cursor cursor = new Cursor(this, subscriber);
        executor.submit(() -> {
            roomMembers.add(cursor);
            whenCovered(replayFrom, () -> place(cursor, replayFrom), refusal -> cursor.disconnect());
        });
        return cursor;
    }

    /** Ends a subscription. */
    public void unsubscribe(Cursor cursor) {
        cursor.close();
        executor.submit(() -> roomMembers.remove(cursor));
    }

    /** Returns the members, in the order in which they joined. */
    public CompletionStage<List<Presence>> users() {
        return firstUsers(Integer.MAX_VALUE);
    }

    /** Returns at most this many members, those who joined first. */
    public CompletionStage<List<Presence>> firstUsers(int most) {
        return query(() -> roomMembers.first(most), List.of());
    }

    /** Returns the last messages; fails if they cannot be read. */
    public CompletionStage<List<Message>> last(int messages) {
        return lastBefore(Long.MAX_VALUE, messages);
    }

    /** Returns the last messages before a sequence number; fails if they cannot be read. */
    public CompletionStage<List<Message>> lastBefore(long seq, int messages) {
        return history.pageBefore(seq, messages).thenApply(MessageHistory.Page::messages);
    }

    /** Returns the last messages in pages. */
    public LastMessages lastInPages(int messages) {
        return new LastMessages(history, registry.pageReads(), messages);
    }

    /**
     * Returns the last messages before a position; none if it belongs to another epoch. Fails if they cannot be read.
     */
    public CompletionStage<MessageHistory.Page> before(Position position, int messages) {
        return history.pageBefore(position, messages);
    }

    /** Returns the messages in pages. */
    public HistoryPages historyPages() {
        return new HistoryPages(history);
    }

    /** Returns the archive, for export and import. */
    public RoomArchive roomArchive() {
        return new RoomArchive(this, resources.messageHistory());
    }

    /** Refuses messages as busy, or accepts them again. Called on the room's executor. */
    void pausePublishing(boolean refuse) {
        executor.hold(refuse);
    }

    /** Publishes that a user is typing. */
    public void publishTyping(User user) {
        executor.submit(() -> {
            if (roomMembers.contains(user)) {
                String typist = user.nickname().text();
                roomMembers.publish(new RoomEvent.Typing(user.id(), typist), user.id());
                resources.relay().publish(new RelaySignal.Typing(name, user.id(), typist));
            }
        });
    }

    /** Stores and publishes a topic. */
    public CompletionStage<RequestResult> setTopic(String text, User by) {
        return attributes.setTopic(text, by);
    }

    /** Returns the topic and the settings. */
    public RoomAttributes attributes() {
        return attributes;
    }

    private void onOpened(MessageHistory.Bounds bounds) {
        attributes.onStored(bounds);
    }

    /** Handles a signal of another node. Thread-safe. */
    void onSignal(RelaySignal.RoomSignal signal) {
        if (signal instanceof RelaySignal.MessagesAppended appended) {
            history.markActive(resources.clock().instant());
            history.announce(new Position(appended.epoch(), appended.head()));
        } else if (signal instanceof RelaySignal.TopicChanged changed) {
            attributes.onChangedElsewhere(changed.by());
        } else if (signal instanceof RelaySignal.SettingsChanged changed) {
            attributes.onChangedElsewhere(changed.by());
        } else if (signal instanceof RelaySignal.PresenceChanged) {
            readPresence();
        } else if (signal instanceof RelaySignal.Typing typing && occupancy.get() > 0) {
            executor.submit(
                    () -> roomMembers.publish(new RoomEvent.Typing(typing.userId(), typing.name()), typing.userId()));
        }
    }

    /** Reads the members that other nodes have. Thread-safe. */
    void readPresence() {
        presence.read();
    }

    private void setRemoteMembers(List<PresenceRegistry.Member> members) {
        roomMembers.setRemote(members);
        registry.onMembersChanged();
        endIfEmpty();
    }

    /** Handles an import, whose messages end at a position. Thread-safe. */
    void onImported(Position head) {
        history.publish(head);
        history.announce(head);
    }

    /** Returns whether this node uses the room. Thread-safe. */
    boolean isInUse() {
        return history.isInUse();
    }

    /** Reads what has changed since the last poll; {@code head} is null if the room is not stored or not in use. */
    void onPolled(@Nullable Position head, long presenceVersion) {
        history.onPolled(head, occupancy() > 0);
        presence.onPolled(presenceVersion);
    }

    /** Returns the history, of which the hour of the last message is thread-safe. */
    RoomHistory history() {
        return history;
    }

    private void wake() {
        roomMembers.wake(this);
    }

    /** Counts a user who is about to join, so that the room is not removed meanwhile. */
    void reserve() {
        occupancy.incrementAndGet();
    }

    /** Returns the number of users in the room, on all nodes, or about to join on this one. */
    int occupancy() {
        return occupancy.get() + roomMembers.remoteOnly();
    }

    /** Joins a user that {@link #reserve} has counted. */
    CompletionStage<JoinResult> join(User user, Subscriber subscriber, ReplayFrom replayFrom) {
        Membership membership = new Membership(user, new Cursor(this, subscriber));
        CompletableFuture<JoinResult> joinResult = new CompletableFuture<>();
        Consumer<Refusal> refused = refusal -> {
            occupancy.decrementAndGet();
            registry.onMembersChanged();
            joinResult.complete(refusal);
        };
        Runnable admit = () -> {
            addMember(membership);
            if (replayFrom instanceof ReplayFrom.After) {
                metrics.resumed(
                        history.window().start(replayFrom, rules.replay()).lost() == null);
            }
            place(membership.cursor(), replayFrom);
            joinResult.complete(membership);
        };
        executor.submit(() -> whenCovered(replayFrom, admit, refused), refused);
        return joinResult;
    }

    /** Ends a membership, and publishes the leave if it was the user's last in this room. */
    public void leave(Membership membership, String reason) {
        membership.cursor().close();
        executor.submit(() -> {
            if (roomMembers.leave(membership, reason)) {
                occupancy.decrementAndGet();
                registry.onMembersChanged();
                endIfEmpty();
            }
        });
    }

    /** Publishes the change of a nickname. */
    public void renamed(User user, String from) {
        executor.submit(() -> roomMembers.renamed(user, from));
    }

    /** Publishes the absence of a user, or its end. */
    public void absenceChanged(User user) {
        executor.submit(() -> roomMembers.absenceChanged(user));
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
        executor.afterRead(
                bounds -> {
                    buffer.shrink();
                    endIfEmpty();
                },
                refusal -> {});
    }

    private void endIfEmpty() {
        if (occupancy() == 0 && history.window().isEmpty() && !executor.isHeld()) {
            registry.onEmpty(this);
        }
    }

    /** Returns the replay buffer, which is read-only outside the room's executor. */
    ReplayBuffer replayBuffer() {
        return buffer;
    }

    /** Reads a page of history. */
    CompletionStage<MessageHistory.Page> readPage(long after, long until, int rows) {
        return history.page(after, until, rows);
    }

    /** Reads a page of messages, without changes. */
    CompletionStage<MessageHistory.Page> readMessages(long after, long until, int rows) {
        return history.messagesAfter(after, until, rows);
    }

    /** Places a cursor again that fell behind the replay buffer, or whose next message is deleted. */
    void reposition(Cursor cursor, Position after) {
        executor.afterRead(bounds -> place(cursor, new ReplayFrom.After(after)), refusal -> cursor.disconnect());
    }

    /** Runs a task when the room knows whether it can start there, which another node may know better. */
    private void whenCovered(ReplayFrom replayFrom, Runnable task, Consumer<Refusal> otherwise) {
        if (history.window().covers(replayFrom)) {
            task.run();
        } else {
            executor.afterRead(bounds -> task.run(), otherwise);
        }
    }

    /** Runs a query on the room's executor. */
    <T> CompletionStage<T> query(Supplier<T> question, T otherwise) {
        return executor.query(question, otherwise);
    }

    private void addMember(Membership membership) {
        if (!roomMembers.join(membership)) {
            occupancy.decrementAndGet();
        }
        registry.onMembersChanged();
    }

    private void place(Cursor cursor, ReplayFrom replayFrom) {
        if (cursor.isClosed()) {
            return;
        }
        HistoryWindow.Start start = history.window().start(replayFrom, rules.replay());
        long after = start.after();
        var welcome = new RoomEvent.Welcome(
                name,
                attributes.topic(),
                history.window().positionOf(after),
                history.window().head(),
                start.lost() == null,
                start.lost(),
                roomMembers.size(),
                roomMembers.first(FIRST),
                attributes.settings());
        cursor.start(new Cursor.Start(
                new Delivery(welcome, null, after, -1, 0), welcome.position(), buffer.head(), buffer.end()));
        cursor.wake();
    }

    private void gatherLater() {
        resources.scheduler().schedule(GATHERING, () -> executor.submit(roomMembers::publishPresenceBatch));
    }
}
