package dev.parley.tcp;

import dev.parley.chat.room.JoinResult;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.Session;
import dev.parley.text.RoomName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Tracks the room of a session that is in one room at a time: joining another room leaves the previous one. Methods
 * that answer a command complete with the lines to show, which may be none. Confined to the connection's event loop.
 */
public final class CurrentRoom {

    private final TcpConnection connection;
    private final Session session;
    private final int replay;
    private final Consumer<RoomName> onLeft;
    private RoomName room;

    /**
     * Creates the state of a logged-in session.
     *
     * @param room the room the user is in or is about to join
     * @param replay the maximum number of messages to replay on joining
     * @param onLeft receives the name of each room that the user has left
     */
    public CurrentRoom(
            TcpConnection connection, Session session, RoomName room, int replay, Consumer<RoomName> onLeft) {
        this.connection = connection;
        this.session = session;
        this.room = room;
        this.replay = replay;
        this.onLeft = onLeft;
    }

    /** Returns the current room. */
    public RoomName room() {
        return room;
    }

    /** Joins the lobby, where every session starts. */
    public CompletionStage<JoinResult> joinFirst() {
        return joinRoom(RoomName.LOBBY);
    }

    private CompletionStage<JoinResult> joinRoom(RoomName wanted) {
        return session.join(wanted, new ReplayFrom.Last(replay));
    }

    /** Moves the user to another room. */
    public CompletionStage<List<String>> join(RoomName wanted) {
        if (wanted.equals(room)) {
            return lines("You are already in " + room + ".");
        }
        return onLoop(joinRoom(wanted), joinResult -> {
            if (joinResult instanceof Refusal refusal) {
                return List.of(refusal.sentence());
            }
            RoomName previous = room;
            room = wanted;
            session.leave(previous);
            onLeft.accept(previous);
            return List.of();
        });
    }

    /** Moves the user back to the lobby. */
    public CompletionStage<List<String>> leave(RoomName unwanted) {
        if (!unwanted.equals(room)) {
            return lines(Refusal.notInRoom(unwanted).sentence());
        }
        return unwanted.equals(RoomName.LOBBY)
                ? lines("You are in the lobby. Use /join ROOM to change rooms or /quit to leave.")
                : join(RoomName.LOBBY);
    }

    /** Passes the last messages of the current room to {@code show}, on the event loop. */
    public CompletionStage<List<String>> last(int messages, BiConsumer<Room, List<Message>> show) {
        Optional<Room> current = session.chatServer().roomRegistry().find(room);
        if (current.isEmpty()) {
            return lines(Refusal.notInRoom(room).sentence());
        }
        return onLoop(current.get().last(messages), found -> {
            show.accept(current.get(), found);
            return found.isEmpty() ? List.of("There are no messages in " + room + " yet.") : List.of();
        });
    }

    private static CompletionStage<List<String>> lines(String sentence) {
        return CompletableFuture.completedFuture(List.of(sentence));
    }

    /** Applies {@code then} to the result on the event loop; passes a failure on. */
    private <T> CompletionStage<List<String>> onLoop(CompletionStage<T> answer, Function<T, List<String>> then) {
        CompletableFuture<List<String>> lines = new CompletableFuture<>();
        answer.whenComplete((value, failure) -> {
            if (failure == null) {
                connection.execute(() -> lines.complete(then.apply(value)));
            } else {
                lines.completeExceptionally(failure);
            }
        });
        return lines;
    }
}
