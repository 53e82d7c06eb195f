package dev.parley.room;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A room's messages as a whole: to be read out, and put back elsewhere. Safe from any thread; its methods never block.
 *
 * <p>What is put back stands behind what is there, since the numbers and times of a room only rise.
 */
public final class Archive {

    private final Room room;
    private final RoomResources resources;

    Archive(Room room, RoomResources resources) {
        this.room = room;
        this.resources = resources;
    }

    /** What came of putting messages back. */
    public sealed interface Putting permits Put, Late, Failed {}

    /** So many are stored now and were not before; the rest were there already. */
    public record Put(int stored) implements Putting {}

    /** Nothing was stored: this one would have to stand before one that is there. */
    public record Late(Saved message) implements Putting {}

    /** Nothing was stored, for this reason. */
    public record Failed(Refusal refusal) implements Putting {}

    /** How far the room reaches; fails if that cannot be read. */
    public CompletionStage<History.Extent> extent() {
        return resources.read(() -> resources.history().open(room.name()));
    }

    /** Some of the messages with numbers above {@code after} and not above {@code until}; fails if they cannot be read. */
    public CompletionStage<History.Page> after(long after, long until, int rows) {
        return resources.read(() -> room.page(after, until, rows));
    }

    /**
     * Holds what people say in the room, or lets it through again: as long as it is held, they are refused as busy, so
     * that nothing gets between what is put back.
     */
    public CompletionStage<Boolean> hold(boolean held) {
        return room.asked(
                () -> {
                    room.hold(held);
                    return true;
                },
                false);
    }

    /** Stores those that are not there yet, all or none, and tells them to whoever is in the room. */
    public CompletionStage<Putting> put(List<Saved> messages) {
        return room.asked(() -> putNow(messages), new Failed(Refusal.storageFailed()));
    }

    private Putting putNow(List<Saved> messages) {
        try {
            History.Restored restored = resources.history().restore(room.name(), messages);
            if (restored.late() != null) {
                return new Late(restored.late());
            }
            restored.messages().forEach(room.tail()::add);
            return new Put(restored.messages().size());
        } catch (StorageException broken) {
            return new Failed(Room.refusal(broken));
        }
    }
}
