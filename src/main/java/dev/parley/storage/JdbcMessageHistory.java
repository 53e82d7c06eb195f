package dev.parley.storage;

import dev.parley.chat.room.MessageHistory;
import dev.parley.text.RoomName;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The reading methods of a history in an SQL database, which are the same for all databases. */
public abstract class JdbcMessageHistory implements MessageHistory {

    /** Returns the reader of this history. */
    protected abstract MessageReader reader();

    @Override
    public final CompletionStage<List<StoredRoom>> rooms() {
        return reader().rooms();
    }

    @Override
    public final CompletionStage<List<RoomName>> findRooms(String text, @Nullable RoomName after, int most) {
        return reader().findRooms(text, after, most);
    }

    @Override
    public final CompletionStage<Page> after(RoomName room, long after, long until, int rows) {
        return reader().after(room, after, until, rows);
    }

    @Override
    public final CompletionStage<Page> before(RoomName room, long before, int rows) {
        return reader().before(room, before, rows);
    }

    @Override
    public final CompletionStage<Page> messagesAfter(RoomName room, long after, long until, int rows) {
        return reader().messagesAfter(room, after, until, rows);
    }

    @Override
    public final CompletionStage<Page> messagesBefore(RoomName room, long before, int rows) {
        return reader().messagesBefore(room, before, rows);
    }
}
