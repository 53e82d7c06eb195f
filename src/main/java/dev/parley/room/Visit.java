package dev.parley.room;

import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * One connection's stay in the house, from being let in to its end: all that a dialect needs to hold. Nothing blocks;
 * safe from any thread, though what one connection sends keeps its order only if it calls in that order.
 */
public final class Visit {

    private final House house;
    private final User user;
    private final @Nullable ResumeToken token;
    private final Subscriber subscriber;
    private final Allowances allowances;
    private final Map<RoomName, Seat> seats = new ConcurrentHashMap<>();
    private final Map<RoomName, Boolean> rooms = new ConcurrentHashMap<>();
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

    Visit(House house, User user, @Nullable ResumeToken token, Subscriber subscriber, Allowances allowances) {
        this.house = house;
        this.user = user;
        this.token = token;
        this.subscriber = subscriber;
        this.allowances = allowances;
    }

    private record Waiting(Instant since, CompletableFuture<Answer> answer) {}

    /** Who is visiting. */
    public User user() {
        return user;
    }

    /** What this person may come back with, if its connection can. */
    public Optional<ResumeToken> token() {
        return Optional.ofNullable(token);
    }

    /** The house. */
    public House house() {
        return house;
    }

    /** The rooms this visit has joined and not left, in alphabetical order. */
    public List<RoomName> rooms() {
        return rooms.keySet().stream().sorted().toList();
    }

    /** Whether this visit has joined the room and not left it. Counts from the call of {@link #join}. */
    public boolean isIn(RoomName room) {
        return rooms.containsKey(room);
    }

    /**
     * Joins a room, which is made if there is none of this name. Joining where one is already begins anew at
     * {@code since} and is told nobody. Whoever goes in and out all the time is refused.
     */
    public CompletionStage<Seating> join(RoomName room, Since since) {
        int most = house.rules().roomsPerPerson();
        if (!isIn(room) && rooms.size() >= most) {
            return CompletableFuture.completedFuture(refused(room, Refusal.tooManyRooms(most)));
        }
        Optional<Refusal> moved = moved();
        if (moved.isPresent()) {
            return CompletableFuture.completedFuture(refused(room, moved.get()));
        }
        rooms.put(room, true);
        return house.join(this, room, since).thenApply(seating -> {
            if (seating instanceof Seat seat) {
                seated(seat);
            } else if (seating instanceof Refusal refusal) {
                refused(room, refusal);
                rooms.remove(room);
            }
            return seating;
        });
    }

    private void seated(Seat seat) {
        seats.put(seat.room().name(), seat);
        if (!isIn(seat.room().name())) {
            // Left before it was seated.
            leaveSeat(seat.room().name(), "");
        }
    }

    /** Leaves a room; false if the visit is not in it. */
    public boolean leave(RoomName room) {
        boolean wasIn = rooms.remove(room) != null;
        leaveSeat(room, "");
        return wasIn;
    }

    private void leaveSeat(RoomName room, String reason) {
        Seat seat = seats.remove(room);
        if (seat != null) {
            seat.room().leave(seat, reason);
        }
    }

    /** Says something in a room this visit is in. */
    public CompletionStage<Answer> post(RoomName room, String text, boolean action, @Nullable Reference reference) {
        Optional<Room> found = isIn(room) ? house.rooms().find(room) : Optional.empty();
        Optional<Refusal> refusal = found.isEmpty()
                ? Optional.of(Refusal.notInRoom(room))
                : house.warden().silences(user).or(this::slowedDown);
        if (refusal.isPresent()) {
            return CompletableFuture.completedFuture(refused(room, refusal.get()));
        }
        user.markActive(house.now());
        CompletableFuture<Answer> answer = found.orElseThrow()
                .post(new Draft(user, text, action, reference))
                .thenApply(come -> come instanceof Refusal later ? refused(room, later) : come)
                .toCompletableFuture();
        await(answer);
        return answer;
    }

    private Optional<Refusal> slowedDown() {
        Duration wait = allowances.messages().take();
        return wait.isZero() ? Optional.empty() : Optional.of(Refusal.slowDown(wait));
    }

    private Refusal refused(@Nullable RoomName room, Refusal refusal) {
        house.chronicle().refused(user.clientInfo(), user, room, refusal);
        return refusal;
    }

    private void await(CompletableFuture<Answer> answer) {
        for (Waiting oldest = waiting.peek(); oldest != null && oldest.answer().isDone(); oldest = waiting.peek()) {
            waiting.poll();
        }
        if (!answer.isDone()) {
            waiting.add(new Waiting(house.now(), answer));
        }
    }

    /** How long to wait before the next message would be granted; zero if it would be now. */
    public Duration untilNext() {
        return allowances.messages().untilNext();
    }

    /** Has a word with one other person; both get it, nothing is stored. */
    public Answer direct(String name, String text) {
        Answer answer = house.warden()
                .silences(user)
                .or(this::slowedDown)
                .<Answer>map(refusal -> refusal)
                .orElseGet(() -> tell(name, new Draft(user, text, false, null)));
        return answer instanceof Refusal refusal ? refused(null, refusal) : answer;
    }

    private Answer tell(String name, Draft draft) {
        if (draft.text().isBlank()) {
            return Refusal.messageEmpty();
        }
        if (draft.length() > house.rules().messageLength()) {
            return Refusal.messageTooLong(draft.length(), house.rules().messageLength());
        }
        Optional<Visit> to = house.within(name);
        if (to.isEmpty()) {
            return Refusal.noSuchPerson(name);
        }
        String receiver = to.get().user().nickname().text();
        Direct direct = new Direct(user.nickname().text(), receiver, draft.text(), house.now());
        user.markActive(direct.at());
        to.get().subscriber().direct(direct);
        if (to.get() != this) {
            subscriber.direct(direct);
        }
        return new Told(direct.at());
    }

    /** Tells the others in a room this visit is in that this person is writing, unless that was told a lot just now. */
    public void typing(RoomName room) {
        if (isIn(room)
                && house.warden().silences(user).isEmpty()
                && allowances.moves().take().isZero()) {
            house.rooms().find(room).ifPresent(found -> found.typing(user));
        }
    }

    /** Takes another name; everybody in this person's rooms is told. Empty if granted. A name can say much, too. */
    public Optional<Refusal> rename(String name) {
        return house.warden()
                .silences(user)
                .or(this::moved)
                .or(() -> house.rename(this, name))
                .map(refusal -> refused(null, refusal));
    }

    /** Asks whether something may be asked that makes work and is no message, such as a command. Empty if granted. */
    public Optional<Refusal> ask() {
        return moved().map(refusal -> refused(null, refusal));
    }

    private Optional<Refusal> moved() {
        Duration wait = allowances.moves().take();
        return wait.isZero() ? Optional.empty() : Optional.of(Refusal.slowDown(wait));
    }

    /**
     * The connection has ended. Whoever has a token keeps name and place for the grace, unless it quit; else the others
     * are told at once. Calls after the first do nothing.
     */
    public void end(Ending ending) {
        house.end(this, ending);
    }

    /** The connection's own side. */
    Subscriber subscriber() {
        return subscriber;
    }

    /** What is left of this person's allowances, which a second connection inherits. */
    Allowances allowances() {
        return allowances;
    }

    /** Leaves every room. */
    void leaveAll(String reason) {
        rooms.clear();
        List.copyOf(seats.keySet()).forEach(room -> leaveSeat(room, reason));
    }

    /** Tells every room this visit is in that its person has taken another name. */
    void tellRenamed(String from) {
        seats.values().forEach(seat -> seat.room().renamed(user, from));
    }

    /** Whether something sent before this time has had no answer yet. */
    boolean isOwedSince(Instant time) {
        Waiting oldest = waiting.peek();
        while (oldest != null && oldest.answer().isDone()) {
            waiting.poll();
            oldest = waiting.peek();
        }
        return oldest != null && oldest.since().isBefore(time);
    }
}
