package dev.parley.storage.sqlite;

import dev.parley.chat.search.MessageSearch;
import dev.parley.chat.search.SearchQuery;
import dev.parley.chat.search.SearchTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of a search. Each term is a string of the index's query language, in which no character has a meaning. The index of
 * parts has no places: each 3 characters in a row of a part are a term, and what is found is compared with the query.
 *
 * @param sql the statement; its rows are the newest first
 * @param match the query for the index; null if the statement reads messages without it
 * @param first the first id
 * @param last the last id
 * @param room the room with which rows are compared; null for all
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

    /** The terms for the index of parts. More do not exclude more messages. */
    private static final int MOST = 50;

    /** The characters among which are those that the index of parts leaves out. */
    private static final Pattern DIACRITICS = Pattern.compile("[\\u0300-\\u036f]+");

    private static final String COLUMNS = "SELECT r.name, r.epoch, e.seq, e.at, e.name, e.action, e.text FROM ";

    private static final String INDEXED = " i CROSS JOIN entry e ON e.id = i.rowid CROSS JOIN room r ON r.id = e.room"
            + " WHERE i.%s MATCH ? AND i.rowid >= ? AND i.rowid <= ?%s ORDER BY i.rowid DESC";

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
        long first = query.since() == null ? Long.MIN_VALUE : SearchIndexWriter.firstId(query.since());
        long last = query.until() == null ? Long.MAX_VALUE : SearchIndexWriter.firstId(query.until()) - 1;
        List<IndexMark> marks = new ArrayList<>();
        if (room != null) {
            marks.add(IndexMark.ofRoom(room));
        }
        if (query.from() != null) {
            marks.add(IndexMark.ofAuthor(query.from()));
        }
        if (query.terms().stream()
                .anyMatch(term -> term.anywhere() && !trigrams(term).isEmpty())) {
            return ofParts(query.terms(), marks, first, last, room);
        }
        List<SearchTerm> words =
                query.terms().stream().filter(term -> !term.anywhere()).toList();
        if (!words.isEmpty() || (query.terms().isEmpty() && !marks.isEmpty())) {
            boolean verified = query.terms().size() > words.size() || query.from() != null;
            return ofWords(words, marks, first, last, verified);
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

    private static SearchStatement ofParts(
            List<SearchTerm> terms, List<IndexMark> marks, long first, long last, @Nullable Long room) {
        Stream<String> conditions = Stream.concat(
                marks.stream().map(IndexMark::part),
                terms.stream()
                        .flatMap(term -> trigrams(term).stream())
                        .distinct()
                        .limit(MOST));
        return new SearchStatement(
                COLUMNS + "part" + INDEXED.formatted("part", room == null ? "" : " AND +e.room = ?"),
                conditions.map(SearchStatement::quote).collect(Collectors.joining(" AND ")),
                first,
                last,
                room,
                false,
                true);
    }

    /** Returns each 3 characters in a row, without those that the index may have left out. */
    private static List<String> trigrams(SearchTerm term) {
        return DIACRITICS
                .splitAsStream(term.text())
                .flatMap(SearchStatement::trigrams)
                .toList();
    }

    private static Stream<String> trigrams(String text) {
        int[] codePoints = text.codePoints().toArray();
        return IntStream.rangeClosed(0, codePoints.length - LEAST).mapToObj(i -> new String(codePoints, i, LEAST));
    }

    private static SearchStatement ofWords(
            List<SearchTerm> terms, List<IndexMark> marks, long first, long last, boolean verified) {
        Stream<String> conditions = Stream.concat(
                terms.stream().map(term -> "text : " + quote(term.text())),
                marks.stream().map(mark -> "tags : " + quote(mark.word())));
        return new SearchStatement(
                COLUMNS + "word" + INDEXED.formatted("word", ""),
                conditions.collect(Collectors.joining(" AND ")),
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
