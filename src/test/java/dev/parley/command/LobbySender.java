package dev.parley.command;

import dev.parley.chat.session.Session;
import dev.parley.text.RoomName;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A sender of commands in the lobby, for commands that neither join nor leave rooms. */
record LobbySender(Session session) implements CommandSender {

    @Override
    public RoomName room() {
        return RoomName.LOBBY;
    }

    @Override
    public CompletionStage<List<String>> join(RoomName room, @Nullable String key) {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletionStage<List<String>> leave(RoomName room) {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletionStage<List<String>> last(int messages) {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public void quit() {}
}
