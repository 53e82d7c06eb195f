package dev.parley.chat.session;

import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The users who are online, each with one or more sessions, and the state of every session. Thread-safe. One lock guards
 * everything, and is held for an instant.
 */
final class SessionRegistry {

    private final int sessionsPerUser;
    private final AdmissionControl admission;
    private final Object lock = new Object();
    private final Map<String, OnlineUser> users = new HashMap<>(); // guarded by lock; by id; each has a session
    private boolean closed; // guarded by lock

    /**
     * Creates an empty registry.
     *
     * @param admission decides whether a user may be registered
     */
    SessionRegistry(int sessionsPerUser, AdmissionControl admission) {
        this.sessionsPerUser = sessionsPerUser;
        this.admission = admission;
    }

    /** The result of adding a session. */
    sealed interface AddResult permits Added, NotAdded {}

    /**
     * A session was added.
     *
     * @param evicted the session that was closed for it, because the user had too many
     */
    record Added(Session session, @Nullable Session evicted) implements AddResult {}

    /** No session was added. */
    record NotAdded(Refusal refusal) implements AddResult {}

    /**
     * Adds a session of a user, who is registered with the first one. Refuses it if no more sessions or users are accepted.
     *
     * @param arrived the entry to register, unless there is one with the same id
     * @param opening creates the session from the registered entry
     */
    AddResult add(OnlineUser arrived, Function<OnlineUser, Session> opening) {
        synchronized (lock) {
            if (closed) {
                return new NotAdded(Refusal.shuttingDown());
            }
            OnlineUser user = users.get(arrived.user().id());
            if (user == null) {
                Optional<Refusal> refusal = admission.enter(arrived.firstAddress());
                if (refusal.isPresent()) {
                    return new NotAdded(refusal.get());
                }
                user = arrived;
                users.put(arrived.user().id(), arrived);
            }
            Session evicted = user.sessions().size() < sessionsPerUser ? null : mostIdle(user.sessions());
            if (evicted != null) {
                end(evicted);
            }
            Session session = opening.apply(user);
            user.sessions().add(session);
            updateClients(user);
            return new Added(session, evicted);
        }
    }

    /** Returns the session to close when there are too many: one without connection, or the one idle for longest. */
    private static Session mostIdle(List<Session> sessions) {
        return sessions.stream()
                .min(Comparator.comparing((Session session) -> session.state() == Session.State.CONNECTED)
                        .thenComparing(Session::active))
                .orElseThrow();
    }

    /** Marks a session as lost for the resume window; returns false unless it was connected. */
    boolean lose(Session session) {
        synchronized (lock) {
            boolean lost = !closed && session.state() == Session.State.CONNECTED;
            if (lost) {
                session.setState(Session.State.LOST);
            }
            return lost;
        }
    }

    /**
     * Sessions of a user have ended.
     *
     * @param wasLast whether the user has no session left, and is not registered any more
     * @param wasAnnounced whether the login of that user was published
     */
    record Ended(List<Session> sessions, boolean wasLast, boolean wasAnnounced) {}

    /** Ends a session; the result has no session if this one has ended before. */
    Ended remove(Session session) {
        synchronized (lock) {
            return ended(session.onlineUser(), end(session) ? List.of(session) : List.of());
        }
    }

    /** Ends all sessions of a user. */
    Ended removeAll(OnlineUser user) {
        synchronized (lock) {
            List<Session> ended = List.copyOf(user.sessions());
            ended.forEach(this::end);
            return ended(user, ended);
        }
    }

    private Ended ended(OnlineUser user, List<Session> sessions) {
        boolean last = !sessions.isEmpty() && user.sessions().isEmpty();
        if (last) {
            users.remove(user.user().id());
            admission.leave(user.firstAddress());
        }
        return new Ended(sessions, last, user.isAnnounced());
    }

    private boolean end(Session session) {
        session.setState(Session.State.CLOSED);
        boolean ended = session.onlineUser().sessions().remove(session);
        if (ended) {
            updateClients(session.onlineUser());
        }
        return ended;
    }

    private static void updateClients(OnlineUser user) {
        if (!user.sessions().isEmpty()) {
            user.user()
                    .setClients(
                            user.sessions().stream().map(Session::clientInfo).toList());
        }
    }

    /** Returns whether the login of a user is to be published: on the first call, if the user is online. */
    boolean markAnnounced(OnlineUser user) {
        synchronized (lock) {
            boolean due = !user.sessions().isEmpty() && !user.isAnnounced();
            if (due) {
                user.markAnnounced();
            }
            return due;
        }
    }

    /** A user had another nickname or absence. */
    record Changed(User user, String nameBefore, String absenceBefore, List<Session> sessions) {

        boolean isRenamed() {
            return !nameBefore.equals(user.nickname().text());
        }

        boolean isAbsenceChanged() {
            return !absenceBefore.equals(user.absence());
        }
    }

    /** Sets nickname and absence of the user of a claim; empty if it is older, the same, or the user is not online. */
    Optional<Changed> apply(NicknameRegistry.Claim claim) {
        synchronized (lock) {
            OnlineUser online = users.get(claim.userId());
            if (online == null) {
                return Optional.empty();
            }
            User user = online.user();
            String name = user.nickname().text();
            String absence = user.absence();
            online.apply(claim);
            Changed changed = new Changed(user, name, absence, List.copyOf(online.sessions()));
            return changed.isRenamed() || changed.isAbsenceChanged() ? Optional.of(changed) : Optional.empty();
        }
    }

    /** Accepts no more sessions. */
    void close() {
        synchronized (lock) {
            closed = true;
        }
    }

    boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    /** Finds the user of an id. */
    Optional<OnlineUser> find(String userId) {
        synchronized (lock) {
            return Optional.ofNullable(users.get(userId));
        }
    }

    /** Returns the users, those within their resume window included. */
    List<OnlineUser> users() {
        synchronized (lock) {
            return List.copyOf(users.values());
        }
    }

    /** Returns the sessions of all users. */
    List<Session> sessions() {
        synchronized (lock) {
            List<Session> all = new ArrayList<>();
            users.values().forEach(user -> all.addAll(user.sessions()));
            return all;
        }
    }

    /** Returns the sessions of a user, the oldest first. */
    List<Session> sessions(OnlineUser user) {
        synchronized (lock) {
            return List.copyOf(user.sessions());
        }
    }

    /** Returns the sessions of a user that have a connection, the oldest first. */
    List<Session> connected(OnlineUser user) {
        return sessions(user).stream()
                .filter(session -> session.state() == Session.State.CONNECTED)
                .toList();
    }
}
