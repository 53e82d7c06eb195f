package dev.parley.tcp.dialect.basic;

import dev.parley.chat.room.Message;
import dev.parley.command.IgnoredUsers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sends messages of the past in pages, each when the client has read the one before. Confined to the event loop. */
final class MessagePages {

    private final SingleRoomSession roomSession;
    private final RoomEventEncoder encoder;
    private final IgnoredUsers ignoredUsers;
    private @Nullable Message before;

    MessagePages(SingleRoomSession roomSession, RoomEventEncoder encoder, IgnoredUsers ignoredUsers) {
        this.roomSession = roomSession;
        this.encoder = encoder;
        this.ignoredUsers = ignoredUsers;
    }

    /** Returns whether nothing was written. */
    boolean isEmpty() {
        return before == null;
    }

    /**
     * Writes a page. Safe from any thread. Completes when the socket has accepted it; with false if the connection is
     * closed.
     */
    CompletionStage<Boolean> send(List<Message> page) {
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        roomSession.connection.execute(() -> {
            write(page);
            roomSession.connection.output().whenWritten(() -> written.complete(!roomSession.connection.isClosed()));
        });
        return written;
    }

    /** Writes a page. */
    void write(List<Message> page) {
        List<Message> shown = page.stream()
                .filter(message -> !ignoredUsers.contains(message.person()))
                .toList();
        if (!shown.isEmpty()) {
            roomSession.send(encoder.replayed(before, shown));
            before = shown.get(shown.size() - 1);
        }
    }
}
