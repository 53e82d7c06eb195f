package dev.parley.chat.room;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A room's messages as a whole, for export and import. Thread-safe; its methods never block.
 *
 * <p>Imported messages follow the existing ones, because sequence numbers and times of a room only rise.
 */
public final class RoomArchive {

    private final Room room;
    private final MessageHistory history;

    RoomArchive(Room room, MessageHistory history) {
        this.room = room;
        this.history = history;
    }

    /** The result of an import. */
    public sealed interface ImportResult permits Imported, OutOfOrder, Failed {}

    /** The number of messages that were stored; the others existed. */
    public record Imported(int stored) implements ImportResult {}

    /** Nothing was stored: this message is older than an existing one. */
    public record OutOfOrder(ArchivedMessage message) implements ImportResult {}

    /** Nothing was stored, for this reason. */
    public record Failed(Refusal refusal) implements ImportResult {}

    /** Returns the bounds of the history; fails if they cannot be read. */
    public CompletionStage<MessageHistory.Bounds> bounds() {
        return history.open(room.name());
    }

    /** Returns some of the messages after {@code after} and up to {@code until}; fails if they cannot be read. */
    public CompletionStage<MessageHistory.Page> messagesAfter(long after, long until, int rows) {
        return room.readMessages(after, until, rows);
    }

    /** Refuses messages of users as busy while {@code held} is true, so that an import is not interrupted. */
    public CompletionStage<Boolean> hold(boolean held) {
        return room.query(
                () -> {
                    room.pausePublishing(held);
                    return true;
                },
                false);
    }

    /** Stores the missing messages, all or none, and delivers them to the room, as if another node had stored them. */
    public CompletionStage<ImportResult> importMessages(List<ArchivedMessage> messages) {
        return history.importMessages(room.name(), messages)
                .thenCompose(this::deliver)
                .exceptionally(
                        failure -> new Failed(StorageException.of(failure).refusal()));
    }

    private CompletionStage<ImportResult> deliver(MessageHistory.ImportedMessages importedMessages) {
        if (importedMessages.late() != null) {
            return CompletableFuture.completedFuture(new OutOfOrder(importedMessages.late()));
        }
        List<Message> messages = importedMessages.messages();
        if (!messages.isEmpty()) {
            room.onImported(messages.get(messages.size() - 1).position());
        }
        ImportResult imported = new Imported(messages.size());
        return room.query(() -> imported, imported);
    }
}
