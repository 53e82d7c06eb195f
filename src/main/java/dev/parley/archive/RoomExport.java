package dev.parley.archive;

import dev.parley.chat.room.Message;
import dev.parley.chat.room.MessageHistory;
import dev.parley.chat.room.RoomArchive;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The messages that a room has at the start, in a format, as parts of at most a page of the history. The reader asks for the next
 * part when it has written the last one, so that a slow output needs no memory. Never blocks. Its methods are called one at a
 * time.
 */
public final class RoomExport {

    /** The number of messages per read. */
    private static final int PAGE = 500;

    private final RoomName room;
    private final RoomArchive archive;
    private final ExportWriter writer;
    private final Instant now;

    private boolean hasBegun;
    private boolean hasEnded;
    private long after;
    private long head;
    private long messages;

    /**
     * Creates an export.
     *
     * @param zone the zone of the times that people read
     * @param now the time of the export
     */
    public RoomExport(RoomName room, RoomArchive archive, ExportFormat format, ZoneId zone, Instant now) {
        this.room = room;
        this.archive = archive;
        this.writer = format.writer(zone);
        this.now = now;
    }

    /** Returns the next part of the file; empty after the last one. Fails if the history cannot be read. */
    public CompletionStage<Optional<String>> next() {
        if (hasEnded) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (!hasBegun) {
            return archive.bounds().thenApply(this::begin);
        }
        return after >= head
                ? CompletableFuture.completedFuture(end())
                : archive.messagesAfter(after, head, PAGE).thenApply(this::part);
    }

    /** Returns the number of messages in the parts so far. */
    public long messages() {
        return messages;
    }

    private Optional<String> begin(MessageHistory.Bounds bounds) {
        hasBegun = true;
        after = bounds.oldest() - 1;
        head = bounds.head();
        return Optional.of(writer.begin(room, bounds.topic(), now));
    }

    private Optional<String> part(MessageHistory.Page page) {
        List<Message> read = page.messages();
        if (read.isEmpty()) {
            return end();
        }
        StringBuilder part = new StringBuilder();
        for (Message message : read) {
            part.append(writer.message(message));
        }
        after = read.get(read.size() - 1).position().seq();
        messages += read.size();
        return Optional.of(part.toString());
    }

    private Optional<String> end() {
        hasEnded = true;
        return Optional.of(writer.end());
    }
}
