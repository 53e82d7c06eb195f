package dev.parley.room;

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
 * the room's {@link Lane}, to which all state without a remark is confined.
 */
public final class Room {

    private static final Logger LOG = LoggerFactory.getLogger(Room.class);

    /** So many messages may wait to be stored; one more is refused as {@code busy}. */
    private static final int MOST_WAITING = 10_000;

    /** So many people are named in a welcome; the rest are counted. */
    private static final int FIRST = 100;

    private static final int RECENT = 500;
    private static final Duration GATHERING = Duration.ofSeconds(1);

    private final RoomName name;
    private final HouseRules rules;
    private final RoomResources resources;
    private final Keeper keeper;
    private final Chronicle chronicle;
    private final Lane<Work> lane;
    private final Tail tail; // added to on the lane, read anywhere

    private final AtomicInteger occupied = new AtomicInteger(); // safe from any thread
    private volatile String topic;
    private volatile boolean closing;

    private final Audience audience;
    private boolean held; // whether posts are turned away, see Archive
    private @Nullable Reach reach; // null until the history is opened, by the first round

    Room(RoomName name, String topic, HouseRules rules, RoomResources resources, Chronicle chronicle, Keeper keeper) {
        this.name = name;
        this.topic = topic;
        this.rules = rules;
        this.resources = resources;
        this.chronicle = chronicle;
        this.keeper = keeper;
        this.lane = new Lane<>(resources.lanes(), resources.scheduler(), rules.pace(), this::round);
        this.tail = new Tail(resources.clock());
        this.audience = new Audience(tail, rules.crowd(), resources.clock(), this::gatherLater);
    }

    /** The room's name. */
    public RoomName name() {
        return name;
    }

    /** How the room stands in a list of rooms. */
    public RoomSummary summary() {
        return new RoomSummary(name, topic, occupied.get());
    }

    /**
     * Posts a draft: the one way in.
     *
     * @return a receipt once the message is on disk and told, or a refusal, when nobody else hears of it; never fails
     */
    public CompletionStage<Answer> post(Draft draft) {
        if (draft.text().isBlank()) {
            return CompletableFuture.completedFuture(Refusal.messageEmpty());
        }
        if (draft.length() > rules.messageLength()) {
            return CompletableFuture.completedFuture(Refusal.messageTooLong(draft.length(), rules.messageLength()));
        }
        if (closing) {
            return CompletableFuture.completedFuture(Refusal.shuttingDown());
        }
        if (lane.length() >= MOST_WAITING) {
            return CompletableFuture.completedFuture(Refusal.busy());
        }
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        lane.submit(new Work.Posting(draft, answer, System.nanoTime()));
        return answer;
    }

    /** Listens without being in the room, as the operator does. Close the cursor by {@link #forget}. */
    public Cursor listen(Subscriber subscriber, Since since) {
        Cursor cursor = new Cursor(this, subscriber, resources.pages());
        errand(() -> {
            audience.add(cursor);
            place(cursor, since);
        });
        return cursor;
    }

    /** Listens no longer. */
    public void forget(Cursor cursor) {
        cursor.close();
        errand(() -> audience.remove(cursor));
    }

    /** Everybody who is here, in the order they came. */
    public CompletionStage<List<Presence>> people() {
        return asked(() -> audience.first(Integer.MAX_VALUE), List.of());
    }

    /** The last messages; fails if they cannot be read. */
    public CompletionStage<List<Message>> last(int messages) {
        return resources.read(
                () -> resources.history().before(name, Long.MAX_VALUE, messages).messages());
    }

    /** The last messages before a place; none if the place is in another epoch. Fails if they cannot be read. */
    public CompletionStage<History.Page> before(Position place, int messages) {
        return resources.read(() -> {
            History.Extent extent = resources.history().open(name);
            return extent.epoch().equals(place.epoch())
                    ? resources.history().before(name, place.seq(), messages)
                    : new History.Page(List.of(), extent.oldest());
        });
    }

    /** Its messages as a whole. */
    public Archive archive() {
        return new Archive(this, resources);
    }

    /** Turns posts away as busy, or not; to be called on the lane. */
    void hold(boolean turnAway) {
        lane.assertHere();
        held = turnAway;
    }

    /** Tells the others that this person is writing. */
    public void typing(User user) {
        errand(() -> {
            if (audience.has(user)) {
                audience.tell(new RoomEvent.Typing(user.nickname().text()), user);
            }
        });
    }

    /** Keeps a topic and tells it. */
    public CompletionStage<Answer> topic(String text, User by) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        lane.submit(new Work.Errand(
                () -> {
                    try {
                        resources.history().topic(name, text);
                    } catch (StorageException broken) {
                        answer.complete(refusal(broken));
                        return;
                    }
                    topic = text;
                    Instant now = resources.clock().instant();
                    audience.tell(new RoomEvent.Topic(text, by.nickname().text(), now), by);
                    keeper.changed();
                    answer.complete(new Told(now));
                },
                answer::complete));
        return answer;
    }

    /** Counts somebody who is about to join, so that the room does not end meanwhile. */
    void expect() {
        occupied.incrementAndGet();
    }

    /** How many people are in the room, or about to be. */
    int occupied() {
        return occupied.get();
    }

    /** Seats somebody {@link #expect expected}. */
    CompletionStage<Seating> join(User user, Subscriber subscriber, Since since) {
        Seat seat = new Seat(user, new Cursor(this, subscriber, resources.pages()));
        CompletableFuture<Seating> seating = new CompletableFuture<>();
        lane.submit(new Work.Errand(
                () -> {
                    sit(seat);
                    if (since instanceof Since.After) {
                        chronicle.resumed(reach().begin(since, rules.replay()).lost() == null);
                    }
                    place(seat.cursor(), since);
                    seating.complete(seat);
                },
                refusal -> {
                    occupied.decrementAndGet();
                    seating.complete(refusal);
                }));
        return seating;
    }

    /** Takes a seat away, and tells it, unless its person has another one here by now. */
    void leave(Seat seat, String reason) {
        seat.cursor().close();
        errand(() -> {
            if (audience.leave(seat, reason)) {
                occupied.decrementAndGet();
                keeper.changed();
                endIfEmpty();
            }
        });
    }

    /** Tells that somebody has taken another name. */
    void renamed(User user, String from) {
        errand(() -> audience.renamed(user, from));
    }

    /** Accepts nothing more; completes when all that was accepted is answered and the closing is told. */
    CompletionStage<?> close(String reason, Duration retryAfter) {
        closing = true;
        return asked(
                () -> {
                    audience.tell(new RoomEvent.Closing(reason, retryAfter), null);
                    return true;
                },
                false);
    }

    /** Looks again how far back the history reaches, and lets go of what a rush has left in memory. */
    void tidy() {
        errand(() -> {
            lookBack();
            tail.shorten();
            endIfEmpty();
        });
    }

    private void endIfEmpty() {
        if (occupied.get() == 0 && reach().isBlank() && !held) {
            keeper.emptied(this);
        }
    }

    /** The tail; to be read only, but on the lane. */
    Tail tail() {
        return tail;
    }

    /** Reads a page of history; may block. */
    History.Page page(long after, long until, int rows) {
        return resources.history().after(name, after, until, rows);
    }

    /** Places a cursor anew that has lost its place: fell behind the tail, or came to what is no longer kept. */
    void placeAgain(Cursor cursor, long after) {
        errand(() -> {
            lookBack();
            place(cursor, new Since.After(reach().at(after)));
        });
    }

    private void errand(Runnable task) {
        lane.submit(new Work.Errand(task, refusal -> {}));
    }

    /** Does something on the lane, and answers with what comes of it. */
    <T> CompletionStage<T> asked(Supplier<T> question, T otherwise) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        lane.submit(new Work.Errand(() -> answer.complete(question.get()), refusal -> answer.complete(otherwise)));
        return answer.exceptionally(failed -> otherwise);
    }

    /**
     * One round: stores all drafts in one transaction, then does everything in the order it came, then wakes whoever
     * listens, and last gives the answers.
     */
    private int round(List<Work> arrived) {
        lane.assertHere();
        Refusal closed = open();
        if (closed != null) {
            arrived.forEach(work -> work.turnAway(closed));
            return 0;
        }
        List<Work> works = held ? Work.withoutPosts(arrived, Refusal.busy()) : arrived;
        List<Draft> drafts = new ArrayList<>();
        for (Work work : works) {
            if (work instanceof Work.Posting posting) {
                drafts.add(posting.draft());
            }
        }
        Batch batch = store(drafts);
        long before = tail.end();
        List<Runnable> answers = new ArrayList<>(drafts.size());
        long[] since = new long[drafts.size()];
        int stored = 0;
        for (Work work : works) {
            if (work instanceof Work.Posting posting) {
                Answer answer = batch.tell(posting.draft(), tail);
                answers.add(() -> posting.answer().complete(answer));
                if (answer instanceof Receipt) {
                    since[stored++] = posting.since();
                }
            } else if (work instanceof Work.Errand errand) {
                errand.run();
            }
        }
        if (tail.end() != before) {
            audience.wake(this);
        }
        answers.forEach(Runnable::run);
        chronicle.receipted(since, stored);
        return drafts.size();
    }

    /** Opens the history, unless that is done; says why it cannot be. */
    private @Nullable Refusal open() {
        if (reach != null) {
            return null;
        }
        try {
            History.Extent extent = resources.history().open(name);
            resources.history().before(name, Long.MAX_VALUE, RECENT).messages().forEach(tail::add);
            tail.begin(extent.head());
            topic = extent.topic();
            reach = new Reach(tail, extent);
            return null;
        } catch (StorageException broken) {
            LOG.warn("The history of room {} cannot be opened.", name, broken);
            return refusal(broken);
        }
    }

    private Batch store(List<Draft> drafts) {
        if (drafts.isEmpty()) {
            return Batch.stored(name, List.of());
        }
        try {
            long began = System.nanoTime();
            Batch batch = Batch.stored(name, resources.history().append(name, drafts));
            chronicle.stored(drafts.size(), System.nanoTime() - began);
            keeper.stored();
            return batch;
        } catch (StorageException broken) {
            return Batch.refused(name, keeper.notStored(broken));
        }
    }

    static Refusal refusal(StorageException broken) {
        return broken.isFull() ? Refusal.storageFull() : Refusal.storageFailed();
    }

    private void sit(Seat seat) {
        Seat before = audience.sit(seat);
        if (before == null) {
            keeper.changed();
        } else {
            before.cursor().close();
            occupied.decrementAndGet();
        }
    }

    private void place(Cursor cursor, Since since) {
        if (cursor.isClosed()) {
            return;
        }
        Reach.Beginning beginning = reach().begin(since, rules.replay());
        long after = beginning.after();
        var welcome = new RoomEvent.Welcome(
                name,
                topic,
                reach().at(after),
                reach().head(),
                beginning.lost() == null,
                beginning.lost(),
                audience.size(),
                audience.first(FIRST));
        cursor.begin(new Cursor.Start(new Delivery(welcome, null, after, -1, 0), after, tail.head(), tail.end()));
        cursor.wake();
    }

    private void lookBack() {
        reach().shrink(resources.history().open(name).oldest());
    }

    private Reach reach() {
        if (reach == null) {
            throw new IllegalStateException("A round begins by opening the history.");
        }
        return reach;
    }

    private void gatherLater() {
        resources.scheduler().schedule(GATHERING, () -> errand(audience::tellGathered));
    }
}
