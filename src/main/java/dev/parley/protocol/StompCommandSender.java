package dev.parley.protocol;

import dev.parley.chat.room.Message;
import dev.parley.chat.room.Refusal;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.Session;
import dev.parley.command.CommandSender;
import dev.parley.command.MessageText;
import dev.parley.command.Reply;
import dev.parley.text.RoomName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The sender of a command over STOMP.
 *
 * @param room the room that the request names
 * @param receipt the receipt id of the request; null for none
 */
record StompCommandSender(
        StompSession stompSession, RoomName room, @Nullable String receipt) implements CommandSender {

    @Override
    public Session session() {
        return stompSession.loggedIn();
    }

    /** Returns an instruction: a STOMP client joins a room by subscribing, which the server cannot do. */
    @Override
    public CompletionStage<List<String>> join(RoomName requested, @Nullable String key) {
        return line(
                session().isIn(requested)
                        ? "You are already in " + requested + "."
                        : "Subscribe to " + requested + " to join it.");
    }

    @Override
    public CompletionStage<List<String>> leave(RoomName requested) {
        stompSession.unsubscribe(requested);
        return line(
                session().leave(requested)
                        ? "You have left " + requested + "."
                        : Refusal.notInRoom(requested).sentence());
    }

    @Override
    public CompletionStage<List<String>> last(int messages) {
        Optional<Room> found =
                session().isIn(room) ? session().chatServer().roomRegistry().find(room) : Optional.empty();
        return found.map(existing ->
                        existing.lastInPages(messages).forEachPage(this::send).thenApply(StompCommandSender::format))
                .orElseGet(() -> line(Refusal.notInRoom(room).sentence()));
    }

    private CompletionStage<Boolean> send(List<Message> page) {
        stompSession.sendReply(Reply.part("last", format(page)), receipt);
        return stompSession.written();
    }

    private static List<String> format(List<Message> page) {
        return page.stream().map(StompCommandSender::format).toList();
    }

    private static String format(Message message) {
        return message.at()
                + (message.action() ? " * " + message.name() + " " : " " + message.name() + ": ")
                + MessageText.of(message);
    }

    @Override
    public void quit() {
        stompSession.markQuitting();
    }

    private static CompletionStage<List<String>> line(String line) {
        return CompletableFuture.completedFuture(List.of(line));
    }
}
