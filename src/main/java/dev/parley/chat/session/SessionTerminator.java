package dev.parley.chat.session;

import dev.parley.chat.identity.NicknameAllocator;
import dev.parley.chat.identity.User;
import dev.parley.chat.room.ChatEvents;
import dev.parley.chat.room.DisconnectReason;
import dev.parley.chat.room.Scheduler;
import java.util.List;
import java.util.function.Predicate;

/** Ends sessions, and with the last one of a user its presence on this node. Thread-safe; nothing blocks. */
final class SessionTerminator {

    private final SessionRegistry sessions;
    private final NicknameAllocator nicknames;
    private final TokenWriter tokenWriter;
    private final ChatEvents events;
    private final Scheduler scheduler;
    private final UnstoredTokens unstoredTokens;

    SessionTerminator(
            SessionRegistry sessions,
            NicknameAllocator nicknames,
            TokenWriter tokenWriter,
            ChatEvents events,
            Scheduler scheduler,
            UnstoredTokens unstoredTokens) {
        this.sessions = sessions;
        this.nicknames = nicknames;
        this.tokenWriter = tokenWriter;
        this.events = events;
        this.scheduler = scheduler;
        this.unstoredTokens = unstoredTokens;
    }

    /** Ends a session whose connection has closed, or holds it for the resume window. */
    void close(Session session, CloseCause cause) {
        if (session.state() != Session.State.CONNECTED) {
            return;
        }
        boolean resumable = cause != CloseCause.QUIT && session.token().isPresent();
        if (resumable && sessions.lose(session)) {
            scheduler.schedule(session.resumeWindow(), () -> end(session, cause.reason()));
        } else {
            end(session, cause.reason());
        }
    }

    /** Ends a session. */
    void end(Session session, String reason) {
        afterEnd(sessions.remove(session), session.onlineUser(), reason);
    }

    /** Leaves the rooms of ended sessions; releases the nickname if they were the last of their user. */
    private void afterEnd(SessionRegistry.Ended ended, OnlineUser online, String reason) {
        ended.sessions().forEach(session -> session.leaveAll(reason));
        if (ended.wasLast()) {
            User user = online.user();
            if (online.token().isPresent() && !online.isTokenSaved()) {
                unstoredTokens.add(user);
            }
            nicknames.release(user.id(), online.holder());
            if (ended.wasAnnounced()) {
                events.publish(listener -> listener.onLogout(user, reason));
            }
            if (online.isTokenSaved()) {
                tokenWriter.touch(List.of(user));
            }
        }
    }

    /** Ends and disconnects all sessions of a user; returns false if there is none. */
    boolean disconnect(OnlineUser online, String reason, DisconnectReason disconnectReason) {
        SessionRegistry.Ended ended = sessions.removeAll(online);
        afterEnd(ended, online, reason);
        ended.sessions().forEach(session -> session.subscriber().disconnect(disconnectReason));
        return ended.wasLast();
    }

    /**
     * Ends and disconnects all sessions of a node that has lost its lease. Writes nothing: what the node had in the stores is
     * removed, and may belong to other nodes.
     */
    void drop(DisconnectReason disconnectReason) {
        for (OnlineUser online : sessions.users()) {
            SessionRegistry.Ended ended = sessions.removeAll(online);
            ended.sessions().forEach(session -> session.leaveAll(""));
            if (ended.wasLast() && ended.wasAnnounced()) {
                events.publish(listener -> listener.onLogout(online.user(), ""));
            }
            ended.sessions().forEach(session -> session.subscriber().disconnect(disconnectReason));
        }
    }

    /** Disconnects the users that match, and returns them. */
    List<User> disconnect(Predicate<User> filter, String reason, DisconnectReason disconnectReason) {
        return sessions.users().stream()
                .filter(online -> filter.test(online.user()) && disconnect(online, reason, disconnectReason))
                .map(OnlineUser::user)
                .toList();
    }
}
