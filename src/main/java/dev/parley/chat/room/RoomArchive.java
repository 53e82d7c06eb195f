package dev.parley.chat.room;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A room's messages as a whole: to be read out, and put back elsewhere. Safe from any thread; its methods never block.
 *
 * <p>What is put back stands behind what is there, since the numbers and times of a room only rise.
 */
public final class RoomArchive {

    private final Room room;
    private final RoomResources resources;

    RoomArchive(Room room, RoomResources resources) {
        this.room = room;
        this.resources = resources;
    }

    /** What came of putting messages back. */
    public sealed interface ImportResult permits Imported, OutOfOrder, Failed {}

    /** So many are stored now and were not before; the rest were there already. */
    public record Imported(int stored) implements ImportResult {}

    /** Nothing was stored: this one would have to stand before one that is there. */
    public record OutOfOrder(ArchivedMessage message) implements ImportResult {}

    /** Nothing was stored, for this reason. */
    public record Failed(Refusal refusal) implements ImportResult {}

    /** How far the room reaches; fails if that cannot be read. */
    public CompletionStage<MessageHistory.Bounds> bounds() {
        return resources.read(() -> resources.messageHistory().open(room.name()));
    }

    /** Some of the messages with numbers above {@code after} and not above {@code until}; fails if they cannot be read. */
    public CompletionStage<MessageHistory.Page> after(long after, long until, int rows) {
        return resources.read(() -> room.readPage(after, until, rows));
    }

    /**
     * Holds what people say in the room, or lets it through again: as long as it is held, they are refused as busy, so
     * that nothing gets between what is put back.
     */
    public CompletionStage<Boolean> hold(boolean held) {
        return room.query(
                () -> {
                    room.pausePublishing(held);
                    return true;
                },
                false);
    }

    /** Stores those that are not there yet, all or none, and tells them to whoever is in the room. */
    public CompletionStage<ImportResult> importMessages(List<ArchivedMessage> messages) {
        return room.query(() -> putNow(messages), new Failed(Refusal.storageFailed()));
    }

    private ImportResult putNow(List<ArchivedMessage> messages) {
        try {
            MessageHistory.ImportedMessages importedMessages =
                    resources.messageHistory().importMessages(room.name(), messages);
            if (importedMessages.late() != null) {
                return new OutOfOrder(importedMessages.late());
            }
            importedMessages.messages().forEach(room.replayBuffer()::add);
            return new Imported(importedMessages.messages().size());
        } catch (StorageException e) {
            return new Failed(Room.refusal(e));
        }
    }
}
