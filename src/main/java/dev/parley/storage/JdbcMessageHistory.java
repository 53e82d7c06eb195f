package dev.parley.storage;

import dev.parley.chat.identity.TokenStore;
import dev.parley.chat.moderation.BotStore;
import dev.parley.chat.moderation.OperatorStore;
import dev.parley.chat.moderation.SanctionStore;
import dev.parley.chat.room.AccessStore;
import dev.parley.chat.room.MessageHistory;
import dev.parley.text.RoomName;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The parts of a history in an SQL database, and the stores beside it, that are the same for all databases. */
public abstract class JdbcMessageHistory implements MessageHistory, Storage {

    /** Returns the reader of this history. */
    protected abstract MessageReader reader();

    /** Returns what runs the writes of the small stores, in the order of the calls. */
    protected abstract Transactions writingInOrder();

    /** Returns what runs reads. */
    protected abstract Transactions reading();

    /** Returns the clock of this node. */
    protected abstract Clock clock();

    @Override
    public final MessageHistory messageHistory() {
        return this;
    }

    @Override
    public final TokenStore tokenStore() {
        return new JdbcTokenStore(writingInOrder(), reading(), clock());
    }

    @Override
    public final SanctionStore sanctionStore() {
        return new JdbcSanctionStore(writingInOrder(), reading());
    }

    @Override
    public final OperatorStore operatorStore() {
        return new JdbcOperatorStore(writingInOrder(), reading());
    }

    @Override
    public final BotStore botStore() {
        return new JdbcBotStore(writingInOrder(), reading());
    }

    @Override
    public final AccessStore accessStore() {
        return new JdbcAccessStore(writingInOrder(), reading());
    }

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
