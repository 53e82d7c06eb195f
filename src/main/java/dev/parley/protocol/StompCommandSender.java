package dev.parley.protocol;

import dev.parley.chat.room.Message;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.session.Session;
import dev.parley.command.AnswerLimit;
import dev.parley.command.CommandSender;
import dev.parley.text.RoomName;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The sender of a command over STOMP.
 *
 * @param room the room of the command
 * @param unsubscribe removes the subscription to a room, if there is one
 * @param onQuit closes the connection
 */
public record StompCommandSender(Session session, RoomName room, Consumer<RoomName> unsubscribe, Runnable onQuit)
        implements CommandSender {

    /** Returns an instruction: a STOMP client joins a room by subscribing, which the server cannot do. */
    @Override
    public CompletionStage<List<String>> join(RoomName requested) {
        return line(
                session.isIn(requested)
                        ? "You are already in " + requested + "."
                        : "Subscribe to " + requested + " to join it.");
    }

    @Override
    public CompletionStage<List<String>> leave(RoomName requested) {
        unsubscribe.accept(requested);
        return line(
                session.leave(requested)
                        ? "You have left " + requested + "."
                        : Refusal.notInRoom(requested).sentence());
    }

    @Override
    public CompletionStage<List<String>> last(int messages) {
        if (!session.isIn(room)) {
            return line(Refusal.notInRoom(room).sentence());
        }
        return session.chatServer()
                .roomRegistry()
                .find(room)
                .map(found -> found.last(messages)
                        .thenApply(kept -> AnswerLimit.newest(kept).stream()
                                .map(StompCommandSender::format)
                                .toList()))
                .orElseGet(() -> line(Refusal.notInRoom(room).sentence()));
    }

    private static String format(Message message) {
        return message.at()
                + (message.action() ? " * " + message.name() + " " : " " + message.name() + ": ")
                + message.text();
    }

    @Override
    public void quit() {
        onQuit.run();
    }

    private static CompletionStage<List<String>> line(String line) {
        return CompletableFuture.completedFuture(List.of(line));
    }
}
