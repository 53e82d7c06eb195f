package dev.parley.bridge.line;

import dev.parley.bridge.Connection;
import dev.parley.command.Caller;
import dev.parley.room.Answer;
import dev.parley.room.Cursor;
import dev.parley.room.Delivery;
import dev.parley.room.Direct;
import dev.parley.room.Refusal;
import dev.parley.room.Room;
import dev.parley.room.RoomName;
import dev.parley.room.Seating;
import dev.parley.room.Since;
import dev.parley.room.Visit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who has come in, and is in one room at a time: to join another is to move there. Confined to the
 * connection's event loop.
 */
final class Stay implements Caller {

    private final Line line;
    private final Connection connection;
    private final Visit visit;
    private final Runnable quit;

    /** By room: two of them while somebody moves. */
    private final Map<RoomName, Listening> listening = new HashMap<>();

    private RoomName room;
    private boolean hinted;

    Stay(Line line, Connection connection, Visit visit, Runnable quit) {
        this.line = line;
        this.connection = connection;
        this.visit = visit;
        this.quit = quit;
        // Somebody who is in already is in a room; all others begin in the lobby.
        this.room = visit.rooms().stream().findFirst().orElse(RoomName.LOBBY);
    }

    /** Comes into the lobby. */
    void begin() {
        connection.await(seat(RoomName.LOBBY), seating -> {
            if (seating instanceof Refusal refusal) {
                connection.say(Wording.bytes(Wording.notice(refusal.sentence())));
                quit.run();
            }
        });
    }

    private CompletionStage<Seating> seat(RoomName wanted) {
        return visit.join(wanted, new Since.Last(connection.house().rules().replay()));
    }

    CompletionStage<Answer> post(String text) {
        return visit.post(room, text, false, null);
    }

    /** The words for something that has happened in a room; null for none. */
    byte @Nullable [] words(Cursor cursor, Delivery delivery) {
        return listening
                .computeIfAbsent(cursor.room().name(), name -> listening(cursor.room()))
                .words(delivery);
    }

    private Listening listening(Room entered) {
        boolean first = !hinted;
        hinted = true;
        return new Listening(line.narration(entered), visit.person(), first);
    }

    /** What this person says to somebody is not echoed. */
    void direct(Direct direct) {
        if (direct.to().equals(visit.person().name().text())) {
            connection.say(Wording.bytes(line.wording().direct(direct)));
        }
    }

    @Override
    public Visit visit() {
        return visit;
    }

    @Override
    public RoomName room() {
        return room;
    }

    @Override
    public CompletionStage<List<String>> join(RoomName wanted) {
        if (wanted.equals(room)) {
            return said("You are in " + room + " already.");
        }
        return onLoop(seat(wanted), seating -> {
            if (seating instanceof Refusal refusal) {
                return List.of(refusal.sentence());
            }
            RoomName before = room;
            room = wanted;
            visit.leave(before);
            listening.remove(before);
            return List.of();
        });
    }

    @Override
    public CompletionStage<List<String>> leave(RoomName left) {
        if (!left.equals(room)) {
            return said(Refusal.notInRoom(left).sentence());
        }
        if (left.equals(RoomName.LOBBY)) {
            return said("You are in the lobby, from where /join ROOM goes on and /quit out.");
        }
        return join(RoomName.LOBBY);
    }

    @Override
    public CompletionStage<List<String>> last(int messages) {
        Optional<Room> here = visit.house().rooms().find(room);
        if (here.isEmpty()) {
            return said(Refusal.notInRoom(room).sentence());
        }
        LineNarration narration = line.narration(here.get());
        return onLoop(here.get().last(messages), found -> {
            connection.say(Wording.bytes(narration.replayed(found)));
            return found.isEmpty() ? List.of("Nothing has been said in " + room + " yet.") : List.of();
        });
    }

    @Override
    public void quit() {
        quit.run();
    }

    private static CompletionStage<List<String>> said(String sentence) {
        return CompletableFuture.completedFuture(List.of(sentence));
    }

    /** Goes on with an answer where everything here has to be done; a failure is passed on. */
    private <T> CompletionStage<List<String>> onLoop(CompletionStage<T> answer, Function<T, List<String>> then) {
        CompletableFuture<List<String>> lines = new CompletableFuture<>();
        answer.whenComplete((value, failure) -> {
            if (failure == null) {
                connection.soon(() -> lines.complete(then.apply(value)));
            } else {
                lines.completeExceptionally(failure);
            }
        });
        return lines;
    }
}
