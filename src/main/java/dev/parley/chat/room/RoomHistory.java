package dev.parley.chat.room;

import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the stored messages of one room: the replay buffer gets those of this node and of others, in the order of
 * their sequence numbers and without a gap. Confined to the rounds of the room, except for {@link #announce}, {@link
 * #read}, {@link #page} and {@link #pageBefore}, which any thread may call. No method blocks.
 */
final class RoomHistory {

    private static final Logger LOG = LoggerFactory.getLogger(RoomHistory.class);

    /** The number of messages that the replay buffer gets from the history when the room opens. */
    private static final int RECENT = 500;

    /** The number of missing messages above which the replay buffer begins at the new head, and cursors read pages. */
    private static final int MOST_MISSING = 2_000;

    private static final int ROWS = 500;

    /** The time after which it is tried again to read messages that could not be read. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    /** The epoch of an announcement that makes the next round read the bounds. */
    private static final String UNKNOWN = "";

    /** Stands for the head of a room that is not stored. */
    private static final Position DELETED = new Position(UNKNOWN, 0);

    private static final CompletionStage<Boolean> DONE = CompletableFuture.completedFuture(true);

    private final RoomName name;
    private final MessageHistory history;
    private final RoomResources resources;
    private final ReplayBuffer buffer;
    private final ChatMetrics metrics;
    private final SerialBatchExecutor<RoomTask> executor;
    private final Consumer<MessageHistory.Bounds> openingListener;
    private final Consumer<LogEntry> entryListener;
    private final AtomicReference<@Nullable Position> announced = new AtomicReference<>();
    private final AtomicReference<@Nullable Position> polled = new AtomicReference<>();
    private volatile boolean inUse;
    private volatile long activeHour; // since 1970
    private @Nullable HistoryWindow window; // null until the history is open

    /**
     * Creates a history that the first round opens.
     *
     * @param openingListener receives the stored bounds whenever the history is opened
     * @param entryListener receives the entries that {@link #add} adds
     */
    RoomHistory(
            RoomName name,
            RoomResources resources,
            ReplayBuffer buffer,
            ChatMetrics metrics,
            SerialBatchExecutor<RoomTask> executor,
            Consumer<MessageHistory.Bounds> openingListener,
            Consumer<LogEntry> entryListener) {
        this.name = name;
        this.history = resources.messageHistory();
        this.resources = resources;
        this.buffer = buffer;
        this.metrics = metrics;
        this.executor = executor;
        this.openingListener = openingListener;
        this.entryListener = entryListener;
        this.activeHour = hourOf(resources.clock().instant());
    }

    private static long hourOf(Instant time) {
        return time.getEpochSecond() / Duration.ofHours(1).toSeconds();
    }

    /** Returns the hour of the last message, or of the creation of the room, since 1970. Thread-safe. */
    long activeHour() {
        return activeHour;
    }

    /** Sets the time of the last message. Thread-safe. */
    void markActive(Instant at) {
        activeHour = hourOf(at);
    }

    /**
     * Remembers that there are messages up to a position, and has the next round read them. If that position is of
     * another epoch, the round opens the history again. Does nothing until the room is in use.
     */
    void announce(Position head) {
        Position before = announced.getAndAccumulate(head, RoomHistory::later);
        if (before == null && inUse) {
            executor.submit(RoomTask.Action.NONE);
        }
    }

    /**
     * Has the next round read what a poll has found. Thread-safe.
     *
     * @param head the position of the last message; null if the room is not stored
     * @param hasUsers whether the room has users, so that it is stored again if it is not
     */
    void onPolled(@Nullable Position head, boolean hasUsers) {
        Position found = head == null ? DELETED : head;
        if ((head != null || hasUsers) && !found.equals(polled.getAndSet(found))) {
            announce(found);
        }
    }

    private static Position later(@Nullable Position known, Position next) {
        if (known == null || known.equals(next)) {
            return next;
        }
        return known.epoch().equals(next.epoch())
                ? new Position(next.epoch(), Math.max(known.seq(), next.seq()))
                : DELETED; // a signal may be late, so that neither epoch is known to be the newer one
    }

    /**
     * Begins a round: opens the history unless it is open, and reads the messages that were announced. If that fails,
     * an open history stays as it is, and another round follows later.
     */
    CompletionStage<Boolean> prepare() {
        inUse = true;
        Position head = announced.getAndSet(null);
        if (window == null) {
            return open();
        }
        return head == null ? DONE : follow(head);
    }

    /** Returns whether a round has begun to open the history. Thread-safe. */
    boolean isInUse() {
        return inUse;
    }

    /** Returns whether the history was opened. */
    boolean isOpen() {
        return window != null;
    }

    /** Returns the window; the history is open. */
    HistoryWindow window() {
        if (window == null) {
            throw new IllegalStateException("The history of room " + name.text() + " is not open.");
        }
        return window;
    }

    /**
     * Stores drafts in one transaction, and reads the messages that other nodes stored before them. Completes with the
     * stored drafts, whether or not these messages can be read: {@link #add} then leaves the drafts to a later round.
     */
    CompletionStage<List<MessageHistory.AppendedDraft>> append(List<EntryDraft> drafts) {
        long began = System.nanoTime();
        return history.append(name, drafts)
                .thenComposeAsync(
                        appended -> {
                            metrics.committed(drafts.size(), System.nanoTime() - began);
                            return followOwn(appended).thenApply(done -> appended);
                        },
                        executor::resume);
    }

    /** Adds an entry to the replay buffer if it is the next one. */
    void add(LogEntry entry) {
        Position position = entry.position();
        if (position.seq() == buffer.head() + 1 && window().hasEpoch(position.epoch())) {
            buffer.add(entry);
            markActive(entry.at());
            entryListener.accept(entry);
        }
    }

    /** Tells the other nodes that there are messages up to a position. */
    void publish(Position head) {
        resources.relay().publish(new RelaySignal.MessagesAppended(name, head.epoch(), head.seq()));
    }

    private CompletionStage<Boolean> followOwn(List<MessageHistory.AppendedDraft> appended) {
        Position first = null;
        Position last = null;
        Position repeated = null;
        for (MessageHistory.AppendedDraft draft : appended) {
            if (draft instanceof MessageHistory.Stored stored) {
                Position position = stored.entry().position();
                if (stored.repeated()) {
                    repeated = later(repeated, position);
                } else {
                    first = first == null ? position : first;
                    last = position;
                }
            }
        }
        if (first != null && last != null) {
            publish(last);
            return follow(new Position(first.epoch(), first.seq() - 1));
        }
        return repeated == null ? DONE : follow(repeated);
    }

    /** Reads the messages up to a position, and tries again later if that fails. */
    private CompletionStage<Boolean> follow(Position head) {
        if (window().hasEpoch(head.epoch()) && head.seq() <= buffer.head()) {
            return DONE;
        }
        CompletionStage<Boolean> read = window().hasEpoch(head.epoch()) ? readUntil(head.seq()) : openIfAnotherEpoch();
        return read.handleAsync(
                (done, failure) -> {
                    if (failure != null) {
                        LOG.warn("The messages of room {} cannot be read; it is tried again.", name, failure);
                        resources.scheduler().schedule(RETRY, () -> announce(head));
                    }
                    return true;
                },
                executor::resume);
    }

    private CompletionStage<Boolean> readUntil(long head) {
        long before = buffer.head();
        if (before >= head) {
            return DONE;
        }
        if (head - before > MOST_MISSING) {
            return open();
        }
        return history.after(name, before, head, ROWS)
                .thenComposeAsync(
                        page -> {
                            page.entries().forEach(this::add);
                            // Nothing fits if the messages were deleted, or the room was and has another epoch.
                            return buffer.head() == before ? open() : readUntil(head);
                        },
                        executor::resume);
    }

    /** Opens the history, for the first time or again. Cursors are then placed again, as if they had fallen behind. */
    private CompletionStage<Boolean> open() {
        return history.open(name).thenComposeAsync(this::begin, executor::resume);
    }

    private CompletionStage<Boolean> openIfAnotherEpoch() {
        return history.open(name)
                .thenComposeAsync(
                        bounds -> window().hasEpoch(bounds.epoch()) ? readUntil(bounds.head()) : begin(bounds),
                        executor::resume);
    }

    private CompletionStage<Boolean> begin(MessageHistory.Bounds bounds) {
        return history.before(name, bounds.head() + 1, RECENT)
                .thenComposeAsync(
                        page -> {
                            List<? extends LogEntry> recent = page.entries();
                            if (!recent.isEmpty()
                                    && !recent.get(0).position().epoch().equals(bounds.epoch())) {
                                return open(); // the room was deleted in between
                            }
                            buffer.restart(bounds.head());
                            recent.forEach(buffer::add);
                            window = new HistoryWindow(buffer, bounds);
                            openingListener.accept(bounds);
                            return DONE;
                        },
                        executor::resume);
    }

    /** Reads the bounds, and announces them. */
    CompletionStage<MessageHistory.Bounds> read() {
        return history.open(name).thenApply(bounds -> {
            announce(new Position(bounds.epoch(), bounds.head()));
            return bounds;
        });
    }

    /** Reads entries after a sequence number. */
    CompletionStage<MessageHistory.Page> page(long after, long until, int rows) {
        metrics.historyPageRead();
        return history.after(name, after, until, rows);
    }

    /** Reads messages after a sequence number, without changes. */
    CompletionStage<MessageHistory.Page> messagesAfter(long after, long until, int rows) {
        metrics.historyPageRead();
        return history.messagesAfter(name, after, until, rows);
    }

    /** Reads the last messages before a sequence number, without changes. */
    CompletionStage<MessageHistory.Page> pageBefore(long seq, int messages) {
        metrics.historyPageRead();
        return history.messagesBefore(name, seq, messages);
    }

    /** Reads the last messages before a position; none if the position belongs to another epoch. */
    CompletionStage<MessageHistory.Page> pageBefore(Position position, int messages) {
        return history.open(name)
                .thenCompose(bounds -> bounds.epoch().equals(position.epoch())
                        ? pageBefore(position.seq(), messages)
                        : CompletableFuture.completedFuture(new MessageHistory.Page(List.of(), bounds.oldest())));
    }
}
