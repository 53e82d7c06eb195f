package dev.parley.protocol;

import dev.parley.chat.room.Message;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.RoomName;
import dev.parley.chat.session.Session;
import dev.parley.command.CommandSender;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A STOMP client as the one who gives a command.
 *
 * @param room the room it was given in
 * @param unsubscribing ends the subscription to a room, if there is one
 * @param quitting says goodbye and closes
 */
public record StompCommandSender(Session session, RoomName room, Consumer<RoomName> unsubscribing, Runnable quitting)
        implements CommandSender {

    /** A client joins by subscribing, which nobody can do for it. */
    @Override
    public CompletionStage<List<String>> join(RoomName other) {
        return said(
                session.isIn(other) ? "You are in " + other + " already." : "Subscribe to " + other + " to join it.");
    }

    @Override
    public CompletionStage<List<String>> leave(RoomName other) {
        unsubscribing.accept(other);
        return said(
                session.leave(other)
                        ? "You have left " + other + "."
                        : Refusal.notInRoom(other).sentence());
    }

    @Override
    public CompletionStage<List<String>> last(int messages) {
        if (!session.isIn(room)) {
            return said(Refusal.notInRoom(room).sentence());
        }
        return session.chatServer()
                .roomRegistry()
                .find(room)
                .map(found -> found.last(messages)
                        .thenApply(kept ->
                                kept.stream().map(StompCommandSender::line).toList()))
                .orElseGet(() -> said(Refusal.notInRoom(room).sentence()));
    }

    private static String line(Message message) {
        return message.at()
                + (message.action() ? " * " + message.name() + " " : " " + message.name() + ": ")
                + message.text();
    }

    @Override
    public void quit() {
        quitting.run();
    }

    private static CompletionStage<List<String>> said(String line) {
        return CompletableFuture.completedFuture(List.of(line));
    }
}
