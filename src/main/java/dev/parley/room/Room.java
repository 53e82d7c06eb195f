package dev.parley.room;

import dev.parley.people.Person;
import dev.parley.people.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Means means;
    private final Keeper keeper;
    private final Lane<Work> lane;
    private final Tail tail = new Tail(); // added to on the lane, read anywhere

    private final AtomicInteger occupied = new AtomicInteger(); // safe from any thread
    private volatile String topic;
    private volatile boolean closing;

    private final Map<String, Seat> seats = new LinkedHashMap<>();
    private final Set<Cursor> listeners = new LinkedHashSet<>();
    private final Crowd crowd = new Crowd();
    private @Nullable String epoch;
    private long head;
    private long oldest;

    Room(RoomName name, String topic, HouseRules rules, Means means, Keeper keeper) {
        this.name = name;
        this.topic = topic;
        this.rules = rules;
        this.means = means;
        this.keeper = keeper;
        this.lane = new Lane<>(means.lanes(), means.alarms(), rules.pace(), this::round);
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
        lane.submit(new Work.Posting(draft, answer));
        return answer;
    }

    /** Listens without being in the room, as the operator does. Close the cursor by {@link #forget}. */
    public Cursor listen(Subscriber subscriber, Since since) {
        Cursor cursor = new Cursor(this, subscriber, means.pages());
        errand(() -> {
            listeners.add(cursor);
            place(cursor, since);
        });
        return cursor;
    }

    /** Listens no longer. */
    public void forget(Cursor cursor) {
        cursor.close();
        errand(() -> listeners.remove(cursor));
    }

    /** Everybody who is here, in the order they came. */
    public CompletionStage<List<Presence>> people() {
        return asked(() -> present(Integer.MAX_VALUE), List.of());
    }

    /** The last messages; fails with a {@link StorageException} if they cannot be read. */
    public CompletionStage<List<Message>> last(int messages) {
        return CompletableFuture.supplyAsync(
                () -> means.history().before(name, Long.MAX_VALUE, messages).messages(), means.pages());
    }

    /**
     * The last messages before a place; none if the place is in another epoch. Fails with a {@link StorageException}
     * if they cannot be read.
     */
    public CompletionStage<History.Page> before(Position place, int messages) {
        return CompletableFuture.supplyAsync(
                () -> {
                    History.Extent extent = means.history().open(name);
                    return extent.epoch().equals(place.epoch())
                            ? means.history().before(name, place.seq(), messages)
                            : new History.Page(List.of(), extent.oldest());
                },
                means.pages());
    }

    /** Tells the others that this person is writing. */
    public void typing(Person person) {
        errand(() -> {
            if (seats.containsKey(person.id())) {
                tell(new RoomEvent.Typing(person.name().text()), person.id());
            }
        });
    }

    /** Keeps a topic and tells it. */
    public CompletionStage<Answer> topic(String text, Person by) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        lane.submit(new Work.Errand(
                () -> {
                    try {
                        means.history().topic(name, text);
                    } catch (StorageException broken) {
                        answer.complete(refusal(broken));
                        return;
                    }
                    topic = text;
                    Instant now = means.clock().instant();
                    tell(new RoomEvent.Topic(text, by.name().text(), now), by.id());
                    keeper.changed();
                    answer.complete(new Told(now));
                },
                () -> answer.complete(Refusal.storageFailed())));
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
    CompletionStage<Seating> join(Person person, Subscriber subscriber, Since since) {
        Seat seat = new Seat(person, new Cursor(this, subscriber, means.pages()));
        CompletableFuture<Seating> seating = new CompletableFuture<>();
        lane.submit(new Work.Errand(
                () -> {
                    sit(seat);
                    place(seat.cursor(), since);
                    seating.complete(seat);
                },
                () -> {
                    occupied.decrementAndGet();
                    seating.complete(Refusal.storageFailed());
                }));
        return seating;
    }

    /** Takes a seat away, and tells it, unless its person has another one here by now. */
    void leave(Seat seat, String reason) {
        seat.cursor().close();
        errand(() -> {
            if (seats.remove(seat.person().id(), seat)) {
                occupied.decrementAndGet();
                tellLeft(seat.person().name().text(), reason);
                keeper.changed();
                endIfEmpty();
            }
        });
    }

    /** Tells that somebody has taken another name. */
    void renamed(Person person, String from) {
        errand(() -> {
            if (seats.containsKey(person.id())) {
                tellGathered();
                tell(
                        new RoomEvent.Renamed(
                                from, person.name().text(), means.clock().instant()),
                        null);
            }
        });
    }

    /** Accepts nothing more; completes when all that was accepted is answered and the closing is told. */
    CompletionStage<?> close(String reason, Duration retryAfter) {
        closing = true;
        return asked(
                () -> {
                    tell(new RoomEvent.Closing(reason, retryAfter), null);
                    return true;
                },
                false);
    }

    /** Looks again how far back the history reaches. */
    void tidy() {
        errand(() -> {
            oldest = means.history().open(name).oldest();
            endIfEmpty();
        });
    }

    private void endIfEmpty() {
        if (occupied.get() == 0 && oldest > head) {
            keeper.emptied(this);
        }
    }

    /** The tail; to be read only. */
    Tail tail() {
        return tail;
    }

    /** Reads a page of history; may block. */
    History.Page page(long after, long until, int rows) {
        return means.history().after(name, after, until, rows);
    }

    /** Places a cursor anew that has lost its place: fell behind the tail, or came to what is no longer kept. */
    void placeAgain(Cursor cursor, long after) {
        errand(() -> {
            oldest = means.history().open(name).oldest();
            place(cursor, new Since.After(here(after)));
        });
    }

    private void errand(Runnable task) {
        lane.submit(new Work.Errand(task, () -> {}));
    }

    private <T> CompletionStage<T> asked(Supplier<T> question, T otherwise) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        lane.submit(new Work.Errand(() -> answer.complete(question.get()), () -> answer.complete(otherwise)));
        return answer.exceptionally(failed -> otherwise);
    }

    /**
     * One round: stores all drafts in one transaction, then does everything in the order it came, then wakes whoever
     * listens, and last gives the answers.
     */
    private int round(List<Work> works) {
        lane.assertHere();
        if (!isOpen()) {
            works.forEach(Room::turnAway);
            return 0;
        }
        List<Draft> drafts = new ArrayList<>();
        for (Work work : works) {
            if (work instanceof Work.Posting posting) {
                drafts.add(posting.draft());
            }
        }
        Batch batch = store(drafts);
        long before = tail.end();
        List<Runnable> answers = new ArrayList<>(drafts.size());
        for (Work work : works) {
            if (work instanceof Work.Posting posting) {
                Answer answer = batch.next(posting.draft());
                answers.add(() -> posting.answer().complete(answer));
            } else if (work instanceof Work.Errand errand) {
                run(errand);
            }
        }
        if (tail.end() != before) {
            seats.values().forEach(seat -> seat.cursor().wake());
            listeners.forEach(Cursor::wake);
        }
        answers.forEach(Runnable::run);
        return drafts.size();
    }

    private boolean isOpen() {
        if (epoch != null) {
            return true;
        }
        try {
            History.Extent extent = means.history().open(name);
            means.history().before(name, Long.MAX_VALUE, RECENT).messages().forEach(tail::add);
            head = extent.head();
            oldest = extent.oldest();
            topic = extent.topic();
            epoch = extent.epoch();
            return true;
        } catch (StorageException broken) {
            LOG.warn("The history of room {} cannot be opened.", name, broken);
            return false;
        }
    }

    private static void turnAway(Work work) {
        if (work instanceof Work.Posting posting) {
            posting.answer().complete(Refusal.storageFailed());
        } else if (work instanceof Work.Errand errand) {
            errand.otherwise().run();
        }
    }

    private static void run(Work.Errand errand) {
        try {
            errand.task().run();
        } catch (RuntimeException broken) {
            LOG.error("Something to be done in a room failed.", broken);
            errand.otherwise().run();
        }
    }

    private Batch store(List<Draft> drafts) {
        if (drafts.isEmpty()) {
            return new Batch(List.of(), null);
        }
        try {
            return new Batch(means.history().append(name, drafts), null);
        } catch (StorageException broken) {
            LOG.warn("{} messages of room {} were not stored.", drafts.size(), name, broken);
            return new Batch(List.of(), refusal(broken));
        }
    }

    private static Refusal refusal(StorageException broken) {
        return broken.isFull() ? Refusal.storageFull() : Refusal.storageFailed();
    }

    /** What came of storing a round's drafts, told one after the other. */
    private final class Batch {
        private final List<History.Entry> entries;
        private final @Nullable Refusal refusal;
        private int next;

        private Batch(List<History.Entry> entries, @Nullable Refusal refusal) {
            this.entries = entries;
            this.refusal = refusal;
        }

        /** Tells the next message if it is new, and makes the sender's answer. */
        private Answer next(Draft draft) {
            if (refusal != null) {
                return refusal;
            }
            if (!(entries.get(next++) instanceof History.Stored stored)) {
                Reference reference = draft.reference();
                return reference == null ? Refusal.referenceInvalid() : Refusal.referenceConflict(reference);
            }
            Message message = stored.message();
            if (!stored.repeated()) {
                head = message.position().seq();
                tail.add(message);
            }
            return new Receipt(name, message.position(), message.at(), message.reference());
        }
    }

    private void sit(Seat seat) {
        Seat before = seats.put(seat.person().id(), seat);
        if (before == null) {
            tellJoined(seat.person());
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
        String reason = null;
        long after = latest(rules.replay());
        if (since instanceof Since.Last last) {
            after = latest(last.messages());
        } else if (since instanceof Since.After wanted) {
            reason = whyNot(wanted.position());
            after = reason == null ? wanted.position().seq() : after;
        }
        var welcome = new RoomEvent.Welcome(
                name, topic, here(after), here(head), reason == null, reason, seats.size(), present(FIRST));
        cursor.begin(new Cursor.Start(new Delivery(welcome, null, after, -1), after, head, tail.end()));
        cursor.wake();
    }

    private long latest(int messages) {
        return Math.max(head - messages, oldest - 1);
    }

    private @Nullable String whyNot(Position wanted) {
        if (!wanted.epoch().equals(epoch)) {
            return "other-epoch";
        }
        if (wanted.seq() > head) {
            return "ahead";
        }
        return wanted.seq() + 1 < oldest ? "no-longer-kept" : null;
    }

    private Position here(long seq) {
        if (epoch == null) {
            throw new IllegalStateException("The room is not open.");
        }
        return new Position(epoch, seq);
    }

    private List<Presence> present(int most) {
        Instant now = means.clock().instant();
        return seats.values().stream()
                .limit(most)
                .map(seat -> Presence.of(seat.person(), now))
                .toList();
    }

    private void tellJoined(Person person) {
        Instant now = means.clock().instant();
        if (seats.size() > rules.crowd()) {
            gather();
            crowd.joined(Presence.of(person, now));
        } else {
            tellGathered();
            tell(new RoomEvent.Joined(person.name().text(), person.origin().via(), now), person.id());
        }
    }

    private void tellLeft(String who, String reason) {
        if (seats.size() > rules.crowd()) {
            gather();
            crowd.left(who);
        } else {
            tellGathered();
            tell(new RoomEvent.Left(who, reason, means.clock().instant()), null);
        }
    }

    private void gather() {
        if (crowd.isEmpty()) {
            means.alarms().after(GATHERING, () -> errand(this::tellGathered));
        }
    }

    private void tellGathered() {
        if (!crowd.isEmpty()) {
            tell(crowd.told(seats.size(), means.clock().instant()), null);
        }
    }

    private void tell(RoomEvent event, @Nullable String by) {
        lane.assertHere();
        tail.add(event, by, head);
    }
}
