package dev.parley.tcp.dialect.basic;

import dev.parley.chat.identity.NicknameRegistry;
import dev.parley.chat.room.JoinResult;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.CloseCause;
import dev.parley.chat.session.Session;
import dev.parley.command.CommandSender;
import dev.parley.command.IgnoredUsers;
import dev.parley.text.RoomName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tracks the room of a session that is in one room at a time: joining another room leaves the previous one. Confined to
 * the connection's event loop.
 */
final class CurrentRoom implements CommandSender {

    private final SingleRoomSession roomSession;
    private final Session session;
    private final int replay;
    private final IgnoredUsers ignoredUsers = new IgnoredUsers();
    private RoomName room;

    /**
     * Creates the state of a logged-in session.
     *
     * @param replay the maximum number of messages to replay on joining
     */
    CurrentRoom(SingleRoomSession roomSession, Session session, int replay) {
        this.roomSession = roomSession;
        this.session = session;
        this.replay = replay;
        // After a change of dialect the session is in a room already; a new one starts in the lobby.
        this.room = session.rooms().stream().findFirst().orElse(RoomName.LOBBY);
    }

    @Override
    public Session session() {
        return session;
    }

    @Override
    public RoomName room() {
        return room;
    }

    @Override
    public IgnoredUsers ignoredUsers() {
        return ignoredUsers;
    }

    @Override
    public CompletionStage<Optional<NicknameRegistry.Claim>> find(String name) {
        return onLoop(session.chatServer().findUser(name), Function.identity());
    }

    /** Returns the room's number of users. */
    int userCount() {
        return find().map(found -> found.summary().people()).orElse(1);
    }

    private Optional<Room> find() {
        return session.chatServer().roomRegistry().find(room);
    }

    /** Joins the lobby, where every session starts. */
    CompletionStage<JoinResult> joinFirst() {
        room = RoomName.LOBBY;
        return joinRoom(RoomName.LOBBY, null);
    }

    private CompletionStage<JoinResult> joinRoom(RoomName wanted, @Nullable String key) {
        return session.join(wanted, new ReplayFrom.Last(replay), key);
    }

    @Override
    public CompletionStage<List<String>> join(RoomName wanted, @Nullable String key) {
        if (wanted.equals(room)) {
            return lines("You are already in " + room + ".");
        }
        return onLoop(joinRoom(wanted, key), joinResult -> {
            if (joinResult instanceof Refusal refusal) {
                return List.of(refusal.sentence());
            }
            if (!session.isIn(wanted)) {
                return List.of(Refusal.notInRoom(wanted).sentence()); // the operator has removed it meanwhile
            }
            RoomName previous = room;
            room = wanted;
            session.leave(previous);
            roomSession.onLeft(previous);
            return List.of();
        });
    }

    /** Moves the user back to the lobby. */
    @Override
    public CompletionStage<List<String>> leave(RoomName unwanted) {
        if (!unwanted.equals(room)) {
            return lines(Refusal.notInRoom(unwanted).sentence());
        }
        return unwanted.equals(RoomName.LOBBY)
                ? lines("You are in the lobby. Use /join ROOM to change rooms or /quit to leave.")
                : join(RoomName.LOBBY, null);
    }

    @Override
    public CompletionStage<List<String>> last(int messages) {
        Optional<Room> current = find();
        if (current.isEmpty()) {
            return lines(Refusal.notInRoom(room).sentence());
        }
        MessagePages pages =
                new MessagePages(roomSession, roomSession.encoders().encoder(current.get()), ignoredUsers);
        return onLoop(current.get().lastInPages(messages).forEachPage(pages::send), last -> {
            if (last.isEmpty() && pages.isEmpty()) {
                return List.of("There are no messages in " + room + " yet.");
            }
            pages.write(last);
            return List.of();
        });
    }

    @Override
    public void quit() {
        roomSession.disconnect(CloseCause.QUIT, null);
    }

    private static CompletionStage<List<String>> lines(String sentence) {
        return CompletableFuture.completedFuture(List.of(sentence));
    }

    /** Applies {@code then} to the result on the event loop; passes a failure on. */
    private <T, R> CompletionStage<R> onLoop(CompletionStage<T> answer, Function<T, R> then) {
        CompletableFuture<R> lines = new CompletableFuture<>();
        answer.whenComplete((value, failure) -> {
            if (failure == null) {
                roomSession.connection.execute(() -> lines.complete(then.apply(value)));
            } else {
                lines.completeExceptionally(failure);
            }
        });
        return lines;
    }
}
