package dev.parley.websocket;

import dev.parley.command.Caller;
import dev.parley.room.Ending;
import dev.parley.room.Farewell;
import dev.parley.room.Message;
import dev.parley.room.Refusal;
import dev.parley.room.RoomName;
import dev.parley.room.Visit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A connection of the endpoint as the one who gives a command. */
record PageCaller(Connection connection, Visit visit, RoomName room) implements Caller {

    /** A client joins by subscribing, which nobody can do for it. */
    @Override
    public CompletionStage<List<String>> join(RoomName other) {
        return said(visit.isIn(other) ? "You are in " + other + " already." : "Subscribe to " + other + " to join it.");
    }

    @Override
    public CompletionStage<List<String>> leave(RoomName other) {
        connection.subscriptions().leave(other, connection.outbox());
        return said(
                visit.leave(other)
                        ? "You have left " + other + "."
                        : Refusal.notInRoom(other).sentence());
    }

    @Override
    public CompletionStage<List<String>> last(int messages) {
        if (!visit.isIn(room)) {
            return said(Refusal.notInRoom(room).sentence());
        }
        return visit.house()
                .rooms()
                .find(room)
                .map(found -> found.last(messages)
                        .thenApply(kept -> kept.stream().map(PageCaller::line).toList()))
                .orElseGet(() -> said(Refusal.notInRoom(room).sentence()));
    }

    private static String line(Message message) {
        return message.at()
                + (message.action() ? " * " + message.name() + " " : " " + message.name() + ": ")
                + message.text();
    }

    @Override
    public void quit() {
        connection.end(Ending.QUIT);
        connection.farewell(Farewell.quit());
    }

    private static CompletionStage<List<String>> said(String line) {
        return CompletableFuture.completedFuture(List.of(line));
    }
}
