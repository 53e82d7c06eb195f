package dev.parley.bridge.stomp;

import dev.parley.command.Caller;
import dev.parley.room.Message;
import dev.parley.room.Refusal;
import dev.parley.room.RoomName;
import dev.parley.room.Visit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A conversation as the one who gives a command in a room. */
record StompCaller(StompConversation conversation, Visit visit, RoomName room) implements Caller {

    /** A client joins by subscribing, which nobody can do for it. */
    @Override
    public CompletionStage<List<String>> join(RoomName other) {
        return said(visit.isIn(other) ? "You are in " + other + " already." : "Subscribe to " + other + " to join it.");
    }

    @Override
    public CompletionStage<List<String>> leave(RoomName other) {
        return said(
                conversation.leave(visit, other)
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
                        .thenApply(kept -> kept.stream().map(StompCaller::line).toList()))
                .orElseGet(() -> said(Refusal.notInRoom(room).sentence()));
    }

    private static String line(Message message) {
        return message.at()
                + (message.action() ? " * " + message.name() + " " : " " + message.name() + ": ")
                + message.text();
    }

    @Override
    public void quit() {
        conversation.quit();
    }

    private static CompletionStage<List<String>> said(String line) {
        return CompletableFuture.completedFuture(List.of(line));
    }
}
