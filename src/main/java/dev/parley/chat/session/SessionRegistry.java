package dev.parley.chat.session;

import dev.parley.chat.identity.Nickname;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The users who are online, each with one or more sessions, and the state of every session. Thread-safe. One lock guards
 * everything, and is never held over a call out of this class.
 */
final class SessionRegistry {

    private final int sessionsPerUser;
    private final Object lock = new Object();
    private final Map<String, OnlineUser> users = new HashMap<>(); // guarded by lock; by the id of the user
    private boolean closed; // guarded by lock

    SessionRegistry(int sessionsPerUser) {
        this.sessionsPerUser = sessionsPerUser;
    }

    /** The result of adding a session. */
    sealed interface Addition {}

    /**
     * The session is added.
     *
     * @param first whether the user came online with it
     * @param evicted the session that was closed for it, because the user had too many
     */
    record Added(boolean first, @Nullable Session evicted) implements Addition {}

    /** Another entry of the same user is registered, or is going offline. */
    record Conflict(OnlineUser other) implements Addition {}

    /** The registry accepts no more sessions. */
    record Closed() implements Addition {}

    /** Adds a session of a user. The first one registers the user. */
    Addition add(Session session) {
        OnlineUser user = session.onlineUser();
        synchronized (lock) {
            if (closed) {
                return new Closed();
            }
            OnlineUser known = user.offline().isDone()
                    ? user
                    : users.putIfAbsent(user.user().id(), user);
            if (known != null && (known != user || known.sessions().isEmpty())) {
                return new Conflict(known);
            }
            Session evicted = user.sessions().size() < sessionsPerUser ? null : mostIdle(user.sessions());
            if (evicted != null) {
                end(evicted);
            }
            user.sessions().add(session);
            updateClients(user);
            return new Added(known == null, evicted);
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

    /** The result of ending sessions of a user. */
    record Ended(List<Session> sessions, boolean wasLast) {}

    /** Ends a session; the result has no session if this one has ended before. */
    Ended remove(Session session) {
        synchronized (lock) {
            boolean ended = end(session);
            return new Ended(
                    ended ? List.of(session) : List.of(),
                    ended && session.onlineUser().sessions().isEmpty());
        }
    }

    /** Ends all sessions of a user. */
    Ended removeAll(OnlineUser user) {
        synchronized (lock) {
            List<Session> ended = List.copyOf(user.sessions());
            ended.forEach(this::end);
            return new Ended(ended, !ended.isEmpty());
        }
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

    /** Forgets a user without sessions, whose nickname is free now. */
    void forget(OnlineUser user) {
        synchronized (lock) {
            users.remove(user.user().id(), user);
        }
        user.offline().complete(null);
    }

    /** Sets the nickname of a user; returns false if the user has no session left. */
    boolean rename(OnlineUser user, Nickname nickname) {
        synchronized (lock) {
            boolean online = !user.sessions().isEmpty();
            if (online) {
                user.user().rename(nickname);
            }
            return online;
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

    /** Finds the user of an id, who may be going offline. */
    Optional<OnlineUser> find(String userId) {
        synchronized (lock) {
            return Optional.ofNullable(users.get(userId));
        }
    }

    /** Returns the users, those within their resume window included. */
    List<OnlineUser> users() {
        synchronized (lock) {
            return users.values().stream()
                    .filter(user -> !user.sessions().isEmpty())
                    .toList();
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
