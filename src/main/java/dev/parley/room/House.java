package dev.parley.room;

import dev.parley.chat.identity.ClientInfo;
import dev.parley.chat.identity.Nickname;
import dev.parley.chat.identity.NicknamePolicy;
import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.identity.ResumeToken;
import dev.parley.chat.identity.User;
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
 * lock is taken but those inside {@link NicknameRegistry} and {@link Rooms}.
 */
public final class House {

    private static final Logger LOG = LoggerFactory.getLogger(House.class);

    private static final Duration COME_BACK = Duration.ofSeconds(5);

    private final HouseRules rules;
    private final Means means;
    private final Warden warden;
    private final NicknameRegistry nicknameRegistry;
    private final Rooms rooms;
    private final Register register;
    private final Reception reception;
    private final Chronicle chronicle = new Chronicle();
    private final User operator;

    private final Object lock = new Object();
    private final Map<String, Visit> visits = new HashMap<>(); // guarded by lock; by the person's identity
    private final Map<String, Visit> held = new HashMap<>(); // guarded by lock; the part of visits that was cut off
    private boolean closed; // guarded by lock

    /** A house with the rooms that are stored. Reads the history once, which may block or fail. */
    public House(HouseRules rules, Means means) {
        this.rules = rules;
        this.means = means;
        this.warden = new Warden(means, this);
        this.nicknameRegistry = new NicknameRegistry(rules.names(), warden::bars);
        this.rooms = new Rooms(rules, means.forRooms(), chronicle);
        this.register = new Register(means, rules.pace());
        this.reception = new Reception(means, this::isHere);
        Caretaker caretaker = new Caretaker(means, rooms, register);
        this.operator =
                new User("operator", NicknamePolicy.OPERATOR, new ClientInfo("operator", "console", "console"), now());
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
    public List<User> people() {
        synchronized (lock) {
            return visits.values().stream().map(Visit::user).toList();
        }
    }

    /** Who goes by this name, written in whatever case. */
    public Optional<User> find(String name) {
        return visitOf(name).map(Visit::user);
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
                ? register.remember(in.visit().user()).thenApply(user -> admission)
                : CompletableFuture.completedFuture(admission);
    }

    private Admission admit(Introduction introduction, Reception.Guest guest, Subscriber subscriber) {
        String id = guest.id();
        Visit visit;
        Visit replaced = null;
        User arrived = null;
        synchronized (lock) {
            if (closed) {
                return new Admission.Refused(Refusal.shuttingDown());
            }
            // Under the lock, so that whoever is being banned is either refused here or found here.
            Optional<Refusal> banned = warden.keepsOut(
                    introduction.token(), introduction.clientInfo().address());
            if (banned.isPresent()) {
                return new Admission.Refused(banned.get());
            }
            if (visits.containsKey(id)) {
                replaced = held.containsKey(id) ? null : visits.get(id);
                visit = takeOver(id, introduction.clientInfo(), guest.token(), subscriber);
            } else {
                NicknameRegistry.ClaimResult claimResult = introduction.manner() == Introduction.Manner.NOT_ASKED
                        ? new NicknameRegistry.Granted(nicknameRegistry.claimNearest(guest.wish(), id))
                        : nicknameRegistry.claim(guest.wish(), id);
                if (!(claimResult instanceof NicknameRegistry.Granted granted)) {
                    return new Admission.Refused(Refusal.name(((NicknameRegistry.Denied) claimResult).problem()));
                }
                arrived = new User(id, granted.nickname(), introduction.clientInfo(), now());
                visit = new Visit(this, arrived, guest.token(), subscriber, Allowances.of(rules));
                visits.put(id, visit);
            }
        }
        if (replaced != null) {
            replaced.subscriber().farewell(Farewell.replaced());
        }
        if (arrived != null) {
            User user = arrived;
            chronicle.tell(watcher -> watcher.arrived(user));
        }
        return new Admission.LoggedIn(visit);
    }

    private Admission reported(Introduction introduction, Admission admission) {
        if (admission instanceof Admission.Refused refused) {
            chronicle.refused(introduction.clientInfo(), null, null, refused.refusal());
        }
        return admission;
    }

    /** The person's new connection takes the place of the old one, whose seats it has the grace to sit down on. */
    private Visit takeOver(String id, ClientInfo clientInfo, @Nullable ResumeToken token, Subscriber subscriber) {
        Visit before = Objects.requireNonNull(visits.get(id));
        before.user().setClientInfo(clientInfo);
        Visit visit = new Visit(this, before.user(), token, subscriber, before.allowances());
        visits.put(id, visit);
        held.remove(id);
        means.scheduler().schedule(rules.grace(), () -> before.leaveAll(Ending.LOST.reason()));
        return visit;
    }

    /** Joins a room for a visit, unless another has taken its place and may be sitting there already. */
    CompletionStage<Seating> join(Visit visit, RoomName room, Since since) {
        synchronized (lock) {
            if (visits.get(visit.user().id()) != visit) {
                return CompletableFuture.completedFuture(Refusal.notInRoom(room));
            }
        }
        return rooms.join(room, visit.user(), visit.subscriber(), since);
    }

    /** Who goes by this name and has a connection that can be told something. */
    Optional<Visit> within(String name) {
        return visitOf(name).filter(visit -> !isHeld(visit));
    }

    /** Gives a visit's person another name. */
    Optional<Refusal> rename(Visit visit, String wish) {
        User user = visit.user();
        String from = user.nickname().text();
        synchronized (lock) {
            if (visits.get(user.id()) != visit) {
                return Optional.of(Refusal.shuttingDown());
            }
            NicknameRegistry.ClaimResult claimResult = nicknameRegistry.claim(wish, user.id());
            if (!(claimResult instanceof NicknameRegistry.Granted granted)) {
                return Optional.of(Refusal.name(((NicknameRegistry.Denied) claimResult).problem()));
            }
            Nickname old = user.nickname();
            user.rename(granted.nickname());
            if (!old.key().equals(granted.nickname().key())) {
                nicknameRegistry.release(old, user.id());
            }
        }
        if (!user.nickname().text().equals(from)) {
            visit.tellRenamed(from);
            chronicle.tell(watcher -> watcher.renamed(user, from));
            if (visit.token().isPresent()) {
                register.remember(user);
            }
        }
        return Optional.empty();
    }

    /** A visit's connection has ended. */
    void end(Visit visit, Ending ending) {
        String id = visit.user().id();
        synchronized (lock) {
            if (visits.get(id) != visit || held.containsKey(id)) {
                return;
            }
            if (ending != Ending.QUIT && visit.token().isPresent() && !closed) {
                held.put(id, visit);
                means.scheduler().schedule(rules.grace(), () -> release(visit, ending.reason()));
                return;
            }
        }
        depart(visit, ending.reason());
    }

    private void release(Visit visit, String reason) {
        synchronized (lock) {
            if (held.get(visit.user().id()) != visit) {
                return;
            }
        }
        depart(visit, reason);
    }

    /** The person leaves its rooms, and its name is free. */
    private boolean depart(Visit visit, String reason) {
        User user = visit.user();
        synchronized (lock) {
            if (!visits.remove(user.id(), visit)) {
                return false;
            }
            held.remove(user.id());
            visit.leaveAll(reason);
            nicknameRegistry.release(user.nickname(), user.id());
        }
        warden.departed(user);
        chronicle.tell(watcher -> watcher.departed(user, reason));
        if (visit.token().isPresent()) {
            register.used(List.of(user));
        }
        return true;
    }

    /** Sends off whoever goes by this name; empty if nobody does. */
    public Optional<User> kick(String name, String reason) {
        Optional<Visit> visit = visitOf(name);
        if (visit.isEmpty() || !depart(visit.get(), reason.isEmpty() ? "kicked" : "kicked: " + reason)) {
            return Optional.empty();
        }
        visit.get().subscriber().farewell(Farewell.kicked(reason));
        return visit.map(Visit::user);
    }

    /** Sends everybody off, and goes on letting people in. Says how many there were. */
    public int sendEverybodyOff() {
        return sendOff(user -> true, "sent off", Farewell.sentOff()).size();
    }

    /** Sends off everybody of whom this is true, and says who they were. */
    List<User> sendOff(Predicate<User> whom, String reason, Farewell farewell) {
        List<User> sent = new ArrayList<>();
        for (Visit visit : everyVisit()) {
            if (whom.test(visit.user()) && depart(visit, reason)) {
                visit.subscriber().farewell(farewell);
                sent.add(visit.user());
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
    public User operator() {
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
            return nicknameRegistry.holder(name).map(visits::get);
        }
    }

    private boolean isHere(String person) {
        synchronized (lock) {
            return visits.containsKey(person);
        }
    }

    private boolean isHeld(Visit visit) {
        synchronized (lock) {
            return held.get(visit.user().id()) == visit;
        }
    }

    private List<Visit> everyVisit() {
        synchronized (lock) {
            return List.copyOf(visits.values());
        }
    }
}
