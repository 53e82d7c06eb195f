package dev.parley.tcp;

import dev.parley.chat.room.JoinResult;
import dev.parley.chat.room.Message;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.ReplayFrom;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.RoomName;
import dev.parley.chat.session.Session;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Where somebody is who is in one room at a time: to join another is to move there. Its answers are what is to be said of
 * it, which may be nothing. Confined to the connection's event loop.
 */
public final class CurrentRoom {

    private final TcpConnection tcpConnection;
    private final Session session;
    private final int replay;
    private final Consumer<RoomName> left;
    private RoomName room;

    /**
     * Of somebody who has come in.
     *
     * @param room where the person is, or is going to be at once
     * @param replay so many of the last messages are heard on joining
     * @param left hears of a room that nothing more is wanted of
     */
    public CurrentRoom(
            TcpConnection tcpConnection, Session session, RoomName room, int replay, Consumer<RoomName> left) {
        this.tcpConnection = tcpConnection;
        this.session = session;
        this.room = room;
        this.replay = replay;
        this.left = left;
    }

    /** The room. */
    public RoomName room() {
        return room;
    }

    /** Takes a seat in the lobby, where everybody begins. */
    public CompletionStage<JoinResult> joinFirst() {
        return seat(RoomName.LOBBY);
    }

    private CompletionStage<JoinResult> seat(RoomName wanted) {
        return session.join(wanted, new ReplayFrom.Last(replay));
    }

    /** Moves to another room. */
    public CompletionStage<List<String>> join(RoomName wanted) {
        if (wanted.equals(room)) {
            return lines("You are in " + room + " already.");
        }
        return onLoop(seat(wanted), joinResult -> {
            if (joinResult instanceof Refusal refusal) {
                return List.of(refusal.sentence());
            }
            RoomName before = room;
            room = wanted;
            session.leave(before);
            left.accept(before);
            return List.of();
        });
    }

    /** Moves back to the lobby. */
    public CompletionStage<List<String>> leave(RoomName unwanted) {
        if (!unwanted.equals(room)) {
            return lines(Refusal.notInRoom(unwanted).sentence());
        }
        return unwanted.equals(RoomName.LOBBY)
                ? lines("You are in the lobby, from where /join ROOM goes on and /quit out.")
                : join(RoomName.LOBBY);
    }

    /** Hands the room's last messages to {@code show}. */
    public CompletionStage<List<String>> last(int messages, BiConsumer<Room, List<Message>> show) {
        Optional<Room> here = session.chatServer().roomRegistry().find(room);
        if (here.isEmpty()) {
            return lines(Refusal.notInRoom(room).sentence());
        }
        return onLoop(here.get().last(messages), found -> {
            show.accept(here.get(), found);
            return found.isEmpty() ? List.of("Nothing has been said in " + room + " yet.") : List.of();
        });
    }

    private static CompletionStage<List<String>> lines(String sentence) {
        return CompletableFuture.completedFuture(List.of(sentence));
    }

    /** Goes on with an answer where everything here has to be done; a failure is passed on. */
    private <T> CompletionStage<List<String>> onLoop(CompletionStage<T> answer, Function<T, List<String>> then) {
        CompletableFuture<List<String>> lines = new CompletableFuture<>();
        answer.whenComplete((value, failure) -> {
            if (failure == null) {
                tcpConnection.execute(() -> lines.complete(then.apply(value)));
            } else {
                lines.completeExceptionally(failure);
            }
        });
        return lines;
    }
}
