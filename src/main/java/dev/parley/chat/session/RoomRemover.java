package dev.parley.chat.session;

import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.RoomRegistry;
import dev.parley.chat.room.Scheduler;
import dev.parley.text.RoomName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Removes rooms for the operator. Thread-safe; nothing blocks. */
final class RoomRemover {

    /** The time in which the users of a room receive the notice, before they leave it. */
    private static final Duration NOTICE = Duration.ofSeconds(1);

    private final RoomRegistry rooms;
    private final SessionRegistry sessions;
    private final Scheduler scheduler;
    private final RoomAccess roomAccess;

    RoomRemover(RoomRegistry rooms, SessionRegistry sessions, Scheduler scheduler, RoomAccess roomAccess) {
        this.roomAccess = roomAccess;
        this.rooms = rooms;
        this.sessions = sessions;
        this.scheduler = scheduler;
    }

    /**
     * Publishes a notice in a room, ends the membership of all of its users after a second, notifies their clients, and
     * deletes the room with its messages.
     *
     * @return whether the room was removed; not if it does not exist, or if a user has joined meanwhile. Fails if the
     *     messages cannot be deleted
     */
    CompletionStage<Boolean> remove(RoomName name, MessageDraft notice) {
        if (name.equals(RoomName.LOBBY) || sessionsIn(name).isEmpty()) {
            return delete(name);
        }
        return rooms.publish(name, notice)
                .thenCompose(published -> scheduler.completeAfter(NOTICE, name))
                .thenCompose(this::leave)
                .thenCompose(this::delete);
    }

    private CompletionStage<Boolean> delete(RoomName name) {
        return rooms.remove(name)
                .thenCompose(removed -> removed ? roomAccess.forget(name) : CompletableFuture.completedFuture(false));
    }

    private List<Session> sessionsIn(RoomName name) {
        return sessions.sessions().stream()
                .filter(session -> session.isIn(name))
                .toList();
    }

    /** Completes when all users have left. */
    private CompletionStage<RoomName> leave(RoomName name) {
        List<Session> members = sessionsIn(name);
        members.forEach(session -> session.leave(name));
        members.forEach(session -> session.subscriber().onRoomRemoved(name));
        return rooms.find(name)
                .map(room -> room.users().thenApply(users -> name))
                .orElseGet(() -> CompletableFuture.completedFuture(name));
    }
}
