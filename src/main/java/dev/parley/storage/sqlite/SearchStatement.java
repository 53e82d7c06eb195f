package dev.parley.storage.sqlite;

import dev.parley.chat.search.MessageSearch;
import dev.parley.chat.search.SearchQuery;
import dev.parley.chat.search.SearchTerm;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of a search. Each term is a string of the index's query language, in which no character has a meaning.
 *
 * @param sql the statement; its rows are the newest first
 * @param match the query for the index; null if the statement reads messages without it
 * @param first the first id
 * @param last the last id
 * @param room the room for a statement without index; null for all
 * @param limited whether only the newest messages are read
 * @param verified whether the rows have to be compared with the query
 */
record SearchStatement(
        String sql,
        @Nullable String match,
        long first,
        long last,
        @Nullable Long room,
        boolean limited,
        boolean verified) {

    /** The least characters of a term that the index of parts finds. */
    private static final int LEAST = 3;

    private static final String COLUMNS = "SELECT r.name, r.epoch, e.seq, e.at, e.name, e.action, e.text FROM ";

    private static final String INDEXED = " i CROSS JOIN entry e ON e.id = i.rowid CROSS JOIN room r ON r.id = e.room"
            + " WHERE i.%s MATCH ? AND i.rowid >= ? AND i.rowid <= ? ORDER BY i.rowid DESC";

    private static final String NEWEST =
            "entry e CROSS JOIN room r ON r.id = e.room" + " WHERE e.id >= ? AND e.id <= ? ORDER BY e.id DESC";

    private static final String NEWEST_OF_ROOM = "entry e CROSS JOIN room r ON r.id = e.room"
            + " WHERE +e.id >= ? AND +e.id <= ? AND e.room = ? ORDER BY e.seq DESC";

    private static final String LIMIT = " LIMIT " + MessageSearch.NEWEST;

    /**
     * Returns the statement of a query.
     *
     * @param room the id of the room of the query; null if it names none
     */
    static SearchStatement of(SearchQuery query, @Nullable Long room) {
        List<SearchTerm> parts = query.terms().stream()
                .filter(term -> term.anywhere() && term.length() >= LEAST)
                .toList();
        List<SearchTerm> words =
                query.terms().stream().filter(term -> !term.anywhere()).toList();
        List<String> tags = new ArrayList<>();
        if (room != null) {
            tags.add("|" + SearchIndexWriter.roomTag(room) + "|");
        }
        String from = query.from();
        if (from != null) {
            tags.add("|" + SearchIndexWriter.authorTag(from) + "|");
        }
        long first = query.since() == null ? Long.MIN_VALUE : SearchIndexWriter.firstId(query.since());
        long last = query.until() == null ? Long.MAX_VALUE : SearchIndexWriter.firstId(query.until()) - 1;
        if (!parts.isEmpty()) {
            List<SearchTerm> all = new ArrayList<>(parts);
            words.stream().filter(word -> word.length() >= LEAST).forEach(all::add);
            return indexed("part", all, tags, first, last, query.terms().size() > parts.size() || from != null);
        } else if (!words.isEmpty() || (query.terms().isEmpty() && !tags.isEmpty())) {
            return indexed("word", words, tags, first, last, query.terms().size() > words.size() || from != null);
        }
        boolean limited = !query.terms().isEmpty();
        return new SearchStatement(
                COLUMNS + (room == null ? NEWEST : NEWEST_OF_ROOM) + (limited ? LIMIT : ""),
                null,
                first,
                last,
                room,
                limited,
                true);
    }

    private static SearchStatement indexed(
            String table, List<SearchTerm> terms, List<String> tags, long first, long last, boolean verified) {
        List<String> conditions = new ArrayList<>();
        terms.forEach(term -> conditions.add("text : " + quote(term.text())));
        tags.forEach(tag -> conditions.add("tags : " + quote(tag)));
        return new SearchStatement(
                COLUMNS + table + INDEXED.formatted(table),
                String.join(" AND ", conditions),
                first,
                last,
                null,
                false,
                verified);
    }

    /** Returns a string of the query language. SQLite ends a statement's value at a NUL, so that it becomes a blank. */
    private static String quote(String text) {
        return "\"" + text.replace("\"", "\"\"").replace('\0', ' ') + "\"";
    }
}
