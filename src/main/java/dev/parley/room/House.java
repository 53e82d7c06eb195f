package dev.parley.room;

import dev.parley.people.Name;
import dev.parley.people.NameRules;
import dev.parley.people.Names;
import dev.parley.people.Origin;
import dev.parley.people.Person;
import dev.parley.people.ResumeToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The house that everybody enters: lets people in under unique names, knows who is here, and holds the place of those
 * who were cut off. Its rooms are {@link Rooms}.
 *
 * <p>Safe from any thread. One lock, the house's, guards who is here; while it is held nothing blocks, and no other
 * lock is taken but those inside {@link Names} and {@link Rooms}.
 */
public final class House {

    private static final Logger LOG = LoggerFactory.getLogger(House.class);

    private static final Duration COME_BACK = Duration.ofSeconds(5);

    private final HouseRules rules;
    private final Means means;
    private final Warden warden;
    private final Names names;
    private final Rooms rooms;
    private final Register register;
    private final Reception reception;
    private final Chronicle chronicle = new Chronicle();
    private final Person operator;

    private final Object lock = new Object();
    private final Map<String, Visit> visits = new HashMap<>(); // guarded by lock; by the person's identity
    private final Map<String, Visit> held = new HashMap<>(); // guarded by lock; the part of visits that was cut off
    private boolean closed; // guarded by lock

    /** A house with the rooms that are stored. Reads the history once, which may block or fail. */
    public House(HouseRules rules, Means means) {
        this.rules = rules;
        this.means = means;
        this.warden = new Warden(means, this);
        this.names = new Names(rules.names(), warden::bars);
        this.rooms = new Rooms(rules, means.forRooms(), chronicle);
        this.register = new Register(means, rules.pace());
        this.reception = new Reception(means, this::isHere);
        Caretaker caretaker = new Caretaker(means, rooms, register);
        this.operator = new Person("operator", NameRules.OPERATOR, new Origin("operator", "console", "console"), now());
        caretaker.begin(this::everyVisit);
    }

    /** The limits everybody is held to. */
    public HouseRules rules() {
        return rules;
    }

    /** All rooms. */
    public Rooms rooms() {
        return rooms;
    }

    /** Who keeps out whom the operator has banned, and silent whom it has muted. */
    public Warden warden() {
        return warden;
    }

    /** What has happened here, counted. */
    public Chronicle chronicle() {
        return chronicle;
    }

    /** Whether it lets nobody in any more. */
    public boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    /** Lets this one know what happens from now on. */
    public void watch(Watcher watcher) {
        chronicle.watch(watcher);
    }

    /** How many people are here, those who are held a place included. */
    public int count() {
        synchronized (lock) {
            return visits.size();
        }
    }

    /** Everybody who is here, in no particular order. */
    public List<Person> people() {
        synchronized (lock) {
            return visits.values().stream().map(Visit::person).toList();
        }
    }

    /** Who goes by this name, written in whatever case. */
    public Optional<Person> find(String name) {
        return visitOf(name).map(Visit::person);
    }

    /**
     * Asks to be let in.
     *
     * @return a visit, or why not; never fails. A token that is shown and valid brings back its person: while the
     *     person is here or held a place, under its name, and a connection it still has is told that it is replaced
     */
    public CompletionStage<Admission> enter(Introduction introduction, Subscriber subscriber) {
        return reception
                .receive(introduction)
                .thenApply(guest -> admit(introduction, guest, subscriber))
                .thenCompose(this::remembered)
                .exceptionally(House::notRead)
                .thenApply(admission -> reported(introduction, admission));
    }

    private static Admission notRead(Throwable failure) {
        // Wrapped by whatever step it has come through.
        Throwable reason = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (reason instanceof RejectedExecutionException) {
            return new Admission.Refused(Refusal.busy());
        }
        LOG.error("Somebody could not be let in.", reason);
        return new Admission.Refused(Refusal.storageFailed());
    }

    /** Whoever is told a token can come back with it even if the server stops the moment after. */
    private CompletionStage<Admission> remembered(Admission admission) {
        return admission instanceof Admission.LoggedIn in && in.visit().token().isPresent()
                ? register.remember(in.visit().person()).thenApply(person -> admission)
                : CompletableFuture.completedFuture(admission);
    }

    private Admission admit(Introduction introduction, Reception.Guest guest, Subscriber subscriber) {
        String id = guest.id();
        Visit visit;
        Visit replaced = null;
        Person arrived = null;
        synchronized (lock) {
            if (closed) {
                return new Admission.Refused(Refusal.shuttingDown());
            }
            // Under the lock, so that whoever is being banned is either refused here or found here.
            Optional<Refusal> banned =
                    warden.keepsOut(introduction.token(), introduction.origin().address());
            if (banned.isPresent()) {
                return new Admission.Refused(banned.get());
            }
            if (visits.containsKey(id)) {
                replaced = held.containsKey(id) ? null : visits.get(id);
                visit = takeOver(id, introduction.origin(), guest.token(), subscriber);
            } else {
                Names.Claiming claiming = introduction.manner() == Introduction.Manner.NOT_ASKED
                        ? new Names.Granted(names.claimNearest(guest.wish(), id))
                        : names.claim(guest.wish(), id);
                if (!(claiming instanceof Names.Granted granted)) {
                    return new Admission.Refused(Refusal.name(((Names.Denied) claiming).problem()));
                }
                arrived = new Person(id, granted.name(), introduction.origin(), now());
                visit = new Visit(this, arrived, guest.token(), subscriber, Allowances.of(rules));
                visits.put(id, visit);
            }
        }
        if (replaced != null) {
            replaced.subscriber().farewell(Farewell.replaced());
        }
        if (arrived != null) {
            Person person = arrived;
            chronicle.tell(watcher -> watcher.arrived(person));
        }
        return new Admission.LoggedIn(visit);
    }

    private Admission reported(Introduction introduction, Admission admission) {
        if (admission instanceof Admission.Refused refused) {
            chronicle.refused(introduction.origin(), null, null, refused.refusal());
        }
        return admission;
    }

    /** The person's new connection takes the place of the old one, whose seats it has the grace to sit down on. */
    private Visit takeOver(String id, Origin origin, @Nullable ResumeToken token, Subscriber subscriber) {
        Visit before = Objects.requireNonNull(visits.get(id));
        before.person().moveTo(origin);
        Visit visit = new Visit(this, before.person(), token, subscriber, before.allowances());
        visits.put(id, visit);
        held.remove(id);
        means.alarms().after(rules.grace(), () -> before.leaveAll(Ending.LOST.reason()));
        return visit;
    }

    /** Joins a room for a visit, unless another has taken its place and may be sitting there already. */
    CompletionStage<Seating> join(Visit visit, RoomName room, Since since) {
        synchronized (lock) {
            if (visits.get(visit.person().id()) != visit) {
                return CompletableFuture.completedFuture(Refusal.notInRoom(room));
            }
        }
        return rooms.join(room, visit.person(), visit.subscriber(), since);
    }

    /** Who goes by this name and has a connection that can be told something. */
    Optional<Visit> within(String name) {
        return visitOf(name).filter(visit -> !isHeld(visit));
    }

    /** Gives a visit's person another name. */
    Optional<Refusal> rename(Visit visit, String wish) {
        Person person = visit.person();
        String from = person.name().text();
        synchronized (lock) {
            if (visits.get(person.id()) != visit) {
                return Optional.of(Refusal.shuttingDown());
            }
            Names.Claiming claiming = names.claim(wish, person.id());
            if (!(claiming instanceof Names.Granted granted)) {
                return Optional.of(Refusal.name(((Names.Denied) claiming).problem()));
            }
            Name old = person.name();
            person.rename(granted.name());
            if (!old.key().equals(granted.name().key())) {
                names.release(old, person.id());
            }
        }
        if (!person.name().text().equals(from)) {
            visit.tellRenamed(from);
            chronicle.tell(watcher -> watcher.renamed(person, from));
            if (visit.token().isPresent()) {
                register.remember(person);
            }
        }
        return Optional.empty();
    }

    /** A visit's connection has ended. */
    void end(Visit visit, Ending ending) {
        String id = visit.person().id();
        synchronized (lock) {
            if (visits.get(id) != visit || held.containsKey(id)) {
                return;
            }
            if (ending != Ending.QUIT && visit.token().isPresent() && !closed) {
                held.put(id, visit);
                means.alarms().after(rules.grace(), () -> release(visit, ending.reason()));
                return;
            }
        }
        depart(visit, ending.reason());
    }

    private void release(Visit visit, String reason) {
        synchronized (lock) {
            if (held.get(visit.person().id()) != visit) {
                return;
            }
        }
        depart(visit, reason);
    }

    /** The person leaves its rooms, and its name is free. */
    private boolean depart(Visit visit, String reason) {
        Person person = visit.person();
        synchronized (lock) {
            if (!visits.remove(person.id(), visit)) {
                return false;
            }
            held.remove(person.id());
            visit.leaveAll(reason);
            names.release(person.name(), person.id());
        }
        warden.departed(person);
        chronicle.tell(watcher -> watcher.departed(person, reason));
        if (visit.token().isPresent()) {
            register.used(List.of(person));
        }
        return true;
    }

    /** Sends off whoever goes by this name; empty if nobody does. */
    public Optional<Person> kick(String name, String reason) {
        Optional<Visit> visit = visitOf(name);
        if (visit.isEmpty() || !depart(visit.get(), reason.isEmpty() ? "kicked" : "kicked: " + reason)) {
            return Optional.empty();
        }
        visit.get().subscriber().farewell(Farewell.kicked(reason));
        return visit.map(Visit::person);
    }

    /** Sends everybody off, and goes on letting people in. Says how many there were. */
    public int sendEverybodyOff() {
        return sendOff(person -> true, "sent off", Farewell.sentOff()).size();
    }

    /** Sends off everybody of whom this is true, and says who they were. */
    List<Person> sendOff(Predicate<Person> whom, String reason, Farewell farewell) {
        List<Person> sent = new ArrayList<>();
        for (Visit visit : everyVisit()) {
            if (whom.test(visit.person()) && depart(visit, reason)) {
                visit.subscriber().farewell(farewell);
                sent.add(visit.person());
            }
        }
        return sent;
    }

    /** Says something in every room, as the operator. */
    public CompletionStage<List<Answer>> announce(String text) {
        return rooms.post(byOperator(text));
    }

    /** Says something in one room, as the operator. */
    public CompletionStage<Answer> announce(RoomName room, String text) {
        return rooms.post(room, byOperator(text));
    }

    /** Who speaks at the console. */
    public Person operator() {
        return operator;
    }

    /** Whether this token was given out here and is valid, a second late if not; fails if that cannot be read. */
    public CompletionStage<Boolean> knows(ResumeToken token) {
        return reception
                .knows(token)
                .thenApply(known -> known && warden.keepsOut(token, "").isEmpty());
    }

    /**
     * Lets nobody in any more and takes nothing new. Completes when all that was accepted is stored and answered and
     * everybody has been told farewell; the connections may then be closed as soon as they have written it.
     */
    public CompletionStage<?> close() {
        synchronized (lock) {
            closed = true;
        }
        Farewell farewell = Farewell.shuttingDown();
        return rooms.close(farewell.sentence(), COME_BACK).thenRun(() -> {
            for (Visit visit : everyVisit()) {
                visit.subscriber().farewell(farewell);
            }
        });
    }

    /** The time now. */
    public Instant now() {
        return means.clock().instant();
    }

    private Draft byOperator(String text) {
        return new Draft(operator, text, false, null);
    }

    private Optional<Visit> visitOf(String name) {
        synchronized (lock) {
            return names.holder(name).map(visits::get);
        }
    }

    private boolean isHere(String person) {
        synchronized (lock) {
            return visits.containsKey(person);
        }
    }

    private boolean isHeld(Visit visit) {
        synchronized (lock) {
            return held.get(visit.person().id()) == visit;
        }
    }

    private List<Visit> everyVisit() {
        synchronized (lock) {
            return List.copyOf(visits.values());
        }
    }
}
