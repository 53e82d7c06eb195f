package dev.parley.migration;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.storage.StoredTable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The number and a digest of the rows of each table and of each room. The digest is the sum of the SHA-256 of the rows, so that
 * the order in which a database returns them does not matter. Confined to one thread.
 */
final class ContentDigest {

    private final MessageDigest sha256 = sha256();
    private final Map<StoredTable, Sum> tables = new EnumMap<>(StoredTable.class);
    private final Map<Long, Sum> rooms = new HashMap<>();

    /** Rows, of which those of a room are of several tables. */
    private static final class Sum {
        private final Map<StoredTable, Long> rows = new EnumMap<>(StoredTable.class);
        private @Nullable String name;
        private long high;
        private long low;

        void add(StoredTable table, long rowHigh, long rowLow) {
            rows.merge(table, 1L, Long::sum);
            high += rowHigh;
            low += rowLow;
        }

        Content content() {
            return new Content(
                    rows.values().stream().mapToLong(Long::longValue).sum(),
                    rows.getOrDefault(StoredTable.MESSAGE, 0L),
                    rows.getOrDefault(StoredTable.CLIENT_MESSAGE, 0L),
                    "%016x%016x".formatted(high, low));
        }
    }

    /** The rows of a table or of a room. */
    record Content(long rows, long messages, long references, String digest) {
        static final Content NONE = new Content(0, 0, 0, "0".repeat(32));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds a row. */
    void add(StoredTable table, @Nullable Object[] row) {
        for (Object value : row) {
            addValue(value);
        }
        ByteBuffer digest = ByteBuffer.wrap(sha256.digest());
        long high = digest.getLong();
        long low = digest.getLong();
        tables.computeIfAbsent(table, key -> new Sum()).add(table, high, low);
        boolean ofRoom = table.columns().get(0).name().equals("room") || table == StoredTable.ROOM;
        if (ofRoom && row[0] instanceof Long id) {
            Sum sum = rooms.computeIfAbsent(id, key -> new Sum());
            sum.add(table, high, low);
            if (table == StoredTable.ROOM) {
                sum.name = String.valueOf(row[1]);
            }
        }
    }

    private void addValue(@Nullable Object value) {
        byte[] bytes =
                value instanceof byte[] binary ? binary : String.valueOf(value).getBytes(UTF_8);
        // The length tells an absent value from the text "null", and where the next one begins.
        sha256.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(value == null ? -1 : bytes.length)
                .flip());
        if (value != null) {
            sha256.update(bytes);
        }
    }

    /** Returns the rows of a table. */
    Content ofTable(StoredTable table) {
        Sum sum = tables.get(table);
        return sum == null ? Content.NONE : sum.content();
    }

    /** Returns the rows of the rooms by name. */
    SortedMap<String, Content> ofRooms() {
        SortedMap<String, Content> contents = new TreeMap<>();
        rooms.forEach((id, sum) -> contents.put(sum.name == null ? "row " + id : sum.name, sum.content()));
        return contents;
    }
}
