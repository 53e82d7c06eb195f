package dev.parley.storage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables that a migration copies, with the columns that each database has. Leases, nicknames of users who are online,
 * members and tickets end with a node and are not among them. A table comes after those that its rows refer to.
 */
public enum StoredTable {
    ROOM("room", "id", "id:i name:t epoch:t head:i last_at:i topic:t creator:t locked:b slow:i"),
    MESSAGE(
            "message",
            "room, seq",
            "room:i seq:i at:i person:t name:t via:t text:t action:b reference:t kind:i target:i target_at:i reply_to:i"
                    + " changed_at:i changed_by:t deleted:b reaction_count:i"),
    REACTION("reaction", "room, target, emoji, person", "room:i target:i emoji:t person:t name:t seq:i"),

    /** The oldest first: SQLite deletes the references in the order in which they were inserted. */
    CLIENT_MESSAGE("client_message", "at, room, seq", "room:i sender:x reference:t seq:i at:i digest:x"),
    CLOCK_STEP("clock_step", "room, seq", "room:i seq:i"),
    DIRECT_HISTORY("direct_history", "head", "epoch:t head:i last_at:i"),
    DIRECT_MESSAGE(
            "direct_message",
            "seq",
            "seq:i at:i sender:t sender_name:t recipient:t recipient_name:t text:t reference:t"),
    TOKEN("token", "digest", "digest:t name:t used_at:i"),
    SANCTION(
            "sanction",
            "kind, target",
            "kind:t target:t name:t person:t address:t since:i until:i by_name:t by_person:t reason:t"),

    /** Without the codes, which are valid for minutes. */
    OPERATOR("operator", "person", "person:t name:t granted_by:t since:i"),
    BOT("bot", "person", "person:t name:t name_key:t rooms:t writes:b created_by:t since:i hook:b"),
    HOOK(
            "hook",
            "id",
            "id:i room:t url:t secret:t mention:t created_by:t since:i epoch:t seq:i failing_since:i failure:t"
                    + " enabled:b"),

    /** With the members, without which the rooms would be open or closed to all. */
    PRIVATE_ROOM("private_room", "room", "room:t key_digest:t person:t since:i"),
    PRIVATE_MEMBER("private_member", "room, person", "room:t person:t since:i"),
    INVITE("invite", "number", "number:i digest:t room:t person:t name:t until:i"),
    HISTORY_LIMIT("history_limit", "retention", "retention:i max_messages:i");

    /** The type of a column. A row has a {@code Long}, {@code String}, {@code Boolean} or {@code byte[]} for it, or null. */
    public enum Type {
        INTEGER,
        TEXT,
        BOOLEAN,
        BYTES
    }

    /** A column. */
    public record Column(String name, Type type) {}

    private final String sqlName;
    private final String order;

    @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list
    private final List<Column> columns;

    StoredTable(String sqlName, String order, String columns) {
        this.sqlName = sqlName;
        this.order = order;
        this.columns =
                Arrays.stream(columns.split(" ", -1)).map(StoredTable::column).toList();
    }

    private static Column column(String written) {
        String[] parts = written.split(":", -1);
        return new Column(
                parts[0],
                switch (parts[1]) {
                    case "i" -> Type.INTEGER;
                    case "b" -> Type.BOOLEAN;
                    case "x" -> Type.BYTES;
                    default -> Type.TEXT;
                });
    }

    /** Returns whether a database in which nothing was stored yet has rows of this table. */
    public boolean isInNewDatabase() {
        return this == DIRECT_HISTORY || this == HISTORY_LIMIT;
    }

    /** Returns the name in PostgreSQL. */
    public String sqlName() {
        return sqlName;
    }

    /** Returns the columns that give the order in which rows are read. */
    public String order() {
        return order;
    }

    /** Returns the columns. */
    public List<Column> columns() {
        return columns;
    }

    /** Returns the names of the columns, with commas. */
    public String columnNames() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /**
     * Passes on all rows of a query for the columns of this table.
     *
     * @param decoder returns the text of a stored text
     */
    public void read(ResultSet row, UnaryOperator<String> decoder, OfflineDatabase.RowConsumer rows)
            throws SQLException {
        while (row.next()) {
            @Nullable Object[] values = new Object[columns.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = value(row, i + 1, columns.get(i).type(), decoder);
            }
            rows.accept(values);
        }
    }

    private static @Nullable Object value(ResultSet row, int column, Type type, UnaryOperator<String> decoder)
            throws SQLException {
        if (type == Type.TEXT) {
            String stored = row.getString(column);
            return stored == null ? null : decoder.apply(stored);
        }
        Object value = switch (type) {
            case BOOLEAN -> row.getBoolean(column);
            case BYTES -> row.getBytes(column);
            default -> row.getLong(column);
        };
        return row.wasNull() ? null : value;
    }

    /** Returns the name for the operator. */
    public String title() {
        return switch (this) {
            case ROOM -> "rooms";
            case MESSAGE -> "messages";
            case REACTION -> "reactions";
            case CLIENT_MESSAGE -> "references";
            case CLOCK_STEP -> "steps of the clock";
            case DIRECT_HISTORY -> "positions of direct messages";
            case DIRECT_MESSAGE -> "direct messages";
            case TOKEN -> "resume tokens";
            case SANCTION -> "bans and mutes";
            case OPERATOR -> "operators";
            case PRIVATE_ROOM -> "private rooms";
            case PRIVATE_MEMBER -> "members of private rooms";
            case INVITE -> "invitations";
            case BOT -> "bots";
            case HOOK -> "outgoing webhooks";
            case HISTORY_LIMIT -> "limits of the history";
        };
    }
}
