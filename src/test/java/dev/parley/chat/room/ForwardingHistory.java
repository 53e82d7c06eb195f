package dev.parley.chat.room;

import dev.parley.text.Position;
import dev.parley.text.RoomName;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Delegates to another history; subclasses change what they need. */
public class ForwardingHistory implements MessageHistory {

    private final MessageHistory history;

    public ForwardingHistory(MessageHistory history) {
        this.history = history;
    }

    /** Makes a call that reads. */
    protected <T> CompletionStage<T> read(Supplier<CompletionStage<T>> call) {
        return call.get();
    }

    /** Makes a call that writes. */
    protected <T> CompletionStage<T> write(Supplier<CompletionStage<T>> call) {
        return call.get();
    }

    @Override
    public CompletionStage<List<StoredRoom>> rooms() {
        return read(history::rooms);
    }

    @Override
    public CompletionStage<Bounds> open(RoomName room) {
        return read(() -> history.open(room));
    }

    @Override
    public CompletionStage<List<RoomName>> findRooms(String text, @Nullable RoomName after, int most) {
        return read(() -> history.findRooms(text, after, most));
    }

    @Override
    public CompletionStage<Map<RoomName, Position>> heads(Collection<RoomName> rooms) {
        return read(() -> history.heads(rooms));
    }

    @Override
    public CompletionStage<List<AppendedDraft>> append(RoomName room, List<? extends EntryDraft> drafts) {
        return write(() -> history.append(room, drafts));
    }

    @Override
    public CompletionStage<ImportedMessages> importMessages(RoomName room, List<ArchivedMessage> messages) {
        return write(() -> history.importMessages(room, messages));
    }

    @Override
    public CompletionStage<Page> after(RoomName room, long after, long until, int rows) {
        return read(() -> history.after(room, after, until, rows));
    }

    @Override
    public CompletionStage<Page> before(RoomName room, long before, int rows) {
        return read(() -> history.before(room, before, rows));
    }

    @Override
    public CompletionStage<Page> messagesAfter(RoomName room, long after, long until, int rows) {
        return read(() -> history.messagesAfter(room, after, until, rows));
    }

    @Override
    public CompletionStage<Page> messagesBefore(RoomName room, long before, int rows) {
        return read(() -> history.messagesBefore(room, before, rows));
    }

    @Override
    public CompletionStage<?> checkAvailable() {
        return read(() -> history.checkAvailable().thenApply(done -> true));
    }

    @Override
    public CompletionStage<?> checkWritable() {
        return write(() -> history.checkWritable().thenApply(done -> true));
    }

    @Override
    public CompletionStage<?> setTopic(RoomName room, String topic) {
        return write(() -> history.setTopic(room, topic).thenApply(done -> true));
    }

    @Override
    public CompletionStage<Boolean> deleteRoomIfEmpty(RoomName room) {
        return write(() -> history.deleteRoomIfEmpty(room));
    }

    @Override
    public CompletionStage<Boolean> deleteRoom(RoomName room) {
        return write(() -> history.deleteRoom(room));
    }

    @Override
    public CompletionStage<?> prune(Instant now) {
        return write(() -> history.prune(now).thenApply(done -> true));
    }
}
