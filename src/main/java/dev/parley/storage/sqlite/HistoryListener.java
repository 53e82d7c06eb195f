package dev.parley.storage.sqlite;

import dev.parley.text.RoomName;
import java.util.concurrent.CompletionStage;

/** Observes the writes of a history after their commits. Methods return at once. */
interface HistoryListener {

    /** Observes nothing. */
    HistoryListener NONE = new HistoryListener() {
        @Override
        public void onChanged(RoomName room) {}

        @Override
        public void onRemoved() {}
    };

    /** Handles new entries of a room. */
    void onChanged(RoomName room);

    /** Handles that rooms were deleted, or messages expired. */
    void onRemoved();

    /** Returns a stage that completes like a write, after {@link #onChanged(RoomName)}. */
    default <T> CompletionStage<T> onChanged(RoomName room, CompletionStage<T> write) {
        return write.whenComplete((result, failure) -> onChanged(room));
    }

    /** Returns a stage that completes like a deletion, after {@link #onRemoved()}. */
    default <T> CompletionStage<T> onRemoved(CompletionStage<T> write) {
        return write.whenComplete((result, failure) -> onRemoved());
    }
}
