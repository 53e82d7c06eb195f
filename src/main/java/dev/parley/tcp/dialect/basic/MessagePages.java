package dev.parley.tcp.dialect.basic;

import dev.parley.chat.room.Message;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Sends messages of the past in pages, each when the client has read the one before. Confined to the event loop. */
final class MessagePages {

    private final SingleRoomSession roomSession;
    private final RoomEventEncoder encoder;
    private @Nullable Message before;

    MessagePages(SingleRoomSession roomSession, RoomEventEncoder encoder) {
        this.roomSession = roomSession;
        this.encoder = encoder;
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
        if (!page.isEmpty()) {
            roomSession.send(encoder.replayed(before, page));
            before = page.get(page.size() - 1);
        }
    }
}
