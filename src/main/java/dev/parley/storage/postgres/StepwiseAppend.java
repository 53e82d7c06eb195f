package dev.parley.storage.postgres;

import dev.parley.chat.room.EntryDraft;
import dev.parley.chat.room.MessageDraft;
import dev.parley.chat.room.MessageHistory;
import dev.parley.storage.AppendTransaction;
import dev.parley.storage.RowMapper;
import dev.parley.storage.SqlConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores a batch with changes or replies, which depend on other messages, in one transaction with many statements. A batch of
 * plain messages takes one, see {@link AppendCall}.
 */
final class StepwiseAppend {

    private StepwiseAppend() {}

    /** Returns the drafts that depend on no other message. */
    static List<MessageDraft> plainMessages(List<? extends EntryDraft> drafts) {
        return drafts.stream()
                .filter(MessageDraft.class::isInstance)
                .map(MessageDraft.class::cast)
                .filter(draft -> draft.replyTo() == null)
                .toList();
    }

    /**
     * Stores the drafts in a room whose row is locked.
     *
     * @param clock gives the entries their time; null for the clock of the database
     */
    static List<MessageHistory.AppendedDraft> run(
            SqlConnection connection, RowMapper.RoomRow row, @Nullable Clock clock, List<? extends EntryDraft> drafts)
            throws SQLException {
        Instant now = clock == null ? databaseTime(connection) : clock.instant();
        return new AppendTransaction(connection, row, "client_message", now).run(drafts);
    }

    private static Instant databaseTime(SqlConnection connection) throws SQLException {
        try (ResultSet row = connection.query("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")) {
            row.next();
            return Instant.ofEpochMilli(row.getLong(1));
        }
    }
}
